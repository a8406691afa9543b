#!/usr/bin/env python3
"""Answers one request as a CGI program does (RFC 3875): from the environment to standard output."""

import os

print("Content-Type: text/plain; charset=utf-8")
print()
print("Hello from Python at", os.environ["SCRIPT_NAME"])
