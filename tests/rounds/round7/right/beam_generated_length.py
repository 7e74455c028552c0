"""Beam search whose length penalty looks at generated tokens only."""
import numpy as np


class Beam:
    def __init__(self, prompt, eos, width=4, alpha=0.8):
        self.prompt = tuple(prompt)
        self.eos, self.width, self.alpha = eos, width, alpha

    def key(self, hyp):
        score, toks = hyp
        return score / max(len(toks) - len(self.prompt), 1) ** self.alpha

    def run(self, step, max_new=40):
        live, done = [(0.0, self.prompt)], []
        for _ in range(max_new):
            pool = []
            for score, toks in live:
                lp = step(toks)
                for v in np.argsort(-lp)[: self.width]:
                    pool.append((score + float(lp[v]), toks + (int(v),)))
            pool.sort(key=lambda h: -h[0])
            live = [h for h in pool[: self.width] if h[1][-1] != self.eos]
            done += [h for h in pool[: self.width] if h[1][-1] == self.eos]
            if not live:
                break
        return max(done or live, key=self.key)[1][len(self.prompt):]
