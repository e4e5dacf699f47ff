# One-line aliases; everything is in go.py, which also runs without make.
.PHONY: help demo up test prove check dev client setup
help demo up test prove check dev client setup:
	@python3 go.py $@
