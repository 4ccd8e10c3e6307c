"""One worker, one core: linear algebra on threads of its own only waits for the other worker's.

Set before numpy is imported, for the programs that tests start as well.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
