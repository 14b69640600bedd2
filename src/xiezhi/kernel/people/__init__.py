"""People, courts, divisions and posts, all dated: reference data, copied to each cell of courts."""
