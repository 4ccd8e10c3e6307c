"""The command line: parse, call one service, print. Data to stdout, progress to stderr."""
