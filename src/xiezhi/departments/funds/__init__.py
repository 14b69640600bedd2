"""Money held in trust: execution money, security, seized cash, restoration funds, aid, the estate. One way in, one way out."""
