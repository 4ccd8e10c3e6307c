"""One margin-trading account, exact: state and events, what it is worth, what it may do, when it is called and sold."""
