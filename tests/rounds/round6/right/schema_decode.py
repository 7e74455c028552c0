"""Greedy decoding under a token automaton. The automaton picks, the model's own full-vocabulary
distribution scores; the mass left on legal tokens is reported as well."""
import torch


class SchemaDecoder:
    def __init__(self, lm, automaton, eos):
        self.lm, self.fsm, self.eos = lm, automaton, eos

    @torch.no_grad()
    def run(self, ids, limit=64):
        state = self.fsm.start
        got, lp_model, legal_mass = [], 0.0, []
        while len(got) < limit:
            full = self.lm(ids).logits[0, -1].float().log_softmax(-1)
            legal = torch.tensor(sorted(self.fsm.allowed(state)), device=full.device)
            legal_mass.append(full[legal].logsumexp(0).exp().item())
            nxt = legal[full[legal].argmax()]
            lp_model += full[nxt].item()
            got.append(int(nxt))
            if got[-1] == self.eos:
                break
            state = self.fsm.step(state, got[-1])
            ids = torch.cat([ids, nxt.view(1, 1)], dim=1)
        return {"ids": got, "logprob": lp_model, "legal_mass": legal_mass}
