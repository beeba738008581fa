"""The last part: written before the faults on the second were looked at, measured after they were mended."""
