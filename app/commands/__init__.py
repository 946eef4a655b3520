"""The verbs of the command, one a file. A verb's signature is its usage; what it needs is imported when it runs."""
