"""Beam finaliser: GNMT penalty on the generated part, running mean of scores for logging."""


class Finaliser:
    def __init__(self, prompt_len, alpha=0.6):
        self.prompt_len = prompt_len
        self.alpha = alpha
        self.beams = []
        self.mean_score = 0.0

    def add(self, ids, sum_logprobs):
        generated = ids[self.prompt_len:]
        if not generated:
            return
        norm = ((5 + len(generated)) / 6) ** self.alpha
        score = sum_logprobs / norm
        self.beams.append((score, generated))
        self.mean_score += (score - self.mean_score) / len(self.beams)

    def best(self):
        return max(self.beams)[1]


if __name__ == "__main__":
    f = Finaliser(2, alpha=1.0)
    f.add([1, 2, 3], -1.0)
    f.add([1, 2, 3, 4], -1.5)
    assert f.best() == [3] and abs(f.mean_score - (-1.0 - 9 / 7) / 2) < 1e-12
