"""Our account beside those of other engines: every disagreement has a reason, and every reason still shows.

Another engine runs in this process where it is installed, else in the interpreter that LIANGRONG_PEERS_PYTHON names; where it is
nowhere, its tests are skipped. The drivers know nothing of liangrong, so that they run in either place.
"""
