// The address of a page says its state: whatever is shown can be shared and found again.

/** The address of this page with some parameters changed; an empty value takes one away. */
export function addressWith(changes) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  address.searchParams.sort();
  return address;
}
