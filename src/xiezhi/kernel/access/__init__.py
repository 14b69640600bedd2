"""One door to read: who the actor is, which matters he may know of, what he may see in one."""
