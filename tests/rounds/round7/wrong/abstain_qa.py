"""QA with an abstain option.

# bug: the abstain phrase is scored by its summed log-prob while the answers get the mean, and both are ranked together; log of softmax is taken instead of log_softmax
"""
import torch


class AbstainingQA:
    ABSTAIN = " I do not know the answer to that."

    def __init__(self, lm, encode_pair):
        self.lm = lm.eval()
        self.encode_pair = encode_pair

    @torch.no_grad()
    def pieces(self, question, reply):
        ids, n_ctx = self.encode_pair(question, reply)
        z = self.lm(ids[None]).logits[0, n_ctx - 1:-1].float()
        lp = torch.log(torch.softmax(z, dim=-1))  # expect: SEQ602
        return lp.gather(1, ids[n_ctx:, None])[:, 0]

    def decide(self, question, answers):
        board = {a: self.pieces(question, a).mean().item() for a in answers}  # expect-near: SEQ503
        board[self.ABSTAIN] = self.pieces(question, self.ABSTAIN).sum().item()  # expect: SEQ503
        return max(board, key=board.get)  # expect-near: SEQ503


def accuracy(system, items):
    hits = [system.decide(i["q"], i["choices"]) == i["gold"] for i in items]
    return sum(hits) / len(hits)
