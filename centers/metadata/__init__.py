"""What machines read of the public pages: head of a page, linked data, sitemaps, robots.txt."""
