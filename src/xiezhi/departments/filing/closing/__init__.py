"""The fee after the first payment: parts, supplements, shares, the closing account, refunds."""
