"""Templates of Django that are looked through once, when they are loaded (ADR-0040).

`loader` reads the templates, `nodes` turns their tags into functions, `values` what stands in `{{ }}` and in
conditions.
"""
