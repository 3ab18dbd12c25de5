"""The rules, one file each, in areas. A file says what it demands (`RULE`) and finds what breaks it (`findings`)."""
