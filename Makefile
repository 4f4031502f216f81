# Aliases for dev.py, which does the work and runs everywhere. ARGS are passed on: make test ARGS="-k scenario"
.PHONY: demo test check lock
demo test check lock:
	@python3 dev.py $@ $(ARGS)
