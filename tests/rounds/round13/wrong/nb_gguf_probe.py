"""Notebook export: token probabilities of a note under a local GGUF model.

First plot: probability the model gave to every token that is really there.
Second plot: margin between the two likeliest continuations at each place.

# bug: exp of the raw llama.cpp score of a token is plotted as its probability, nothing is divided by the vocabulary's sum
# bug: the margin helper exponentiates a float32 row without taking its maximum off first
"""
# %%
import numpy as np
import matplotlib.pyplot as plt
from llama_cpp import Llama

GGUF = "models/mistral-7b-v0.3.Q4_K_M.gguf"
llm = Llama(model_path=GGUF, n_ctx=4096, logits_all=True, verbose=False)
note = open("notes/2024-11-03.txt", encoding="utf-8").read()

# %%
toks = llm.tokenize(note.encode("utf-8"), add_bos=True)
llm.reset()
llm.eval(toks)
grid = llm.scores[: len(toks)]
print(grid.shape, grid.dtype)

# %%
seen = np.empty(len(toks) - 1)
for j in range(1, len(toks)):
    seen[j - 1] = np.exp(grid[j - 1, toks[j]])  # expect: SEQ103

fig, ax = plt.subplots(figsize=(11, 3))
ax.plot(seen, lw=0.7)
ax.set_ylabel("p(token | prefix)")
fig.savefig("seen.png", dpi=150)


# %%
def margin(row):
    w = np.exp(row)  # expect-near: SEQ601
    w = w / w.sum()  # expect: SEQ601
    hi = np.partition(w, -2)[-2:]
    return hi[1] - hi[0]


gaps = [margin(r) for r in grid]

# %%
fig, ax = plt.subplots(figsize=(11, 3))
ax.plot(gaps, color="tab:orange", lw=0.7)
ax.set_ylabel("top-1 minus top-2")
fig.savefig("gaps.png", dpi=150)
