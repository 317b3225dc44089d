"""What kgbuild costs, measured side by side; `python -m benchmarks` runs the parts."""
