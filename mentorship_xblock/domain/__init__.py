"""What mentoring is: pure functions over plain values. Nothing here knows a web framework, a host or a clock."""
