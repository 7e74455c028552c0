"""Rational speech acts with a captioning LM as literal speaker.

S0(u | w) is the probability of the whole utterance, so log S0 is the total over its tokens; the listener applies
Bayes' rule with a prior over the worlds.
# bug: log S0 is the mean token log-probability
# bug: the logarithm of a softmax is taken
"""
import torch
import torch.nn.functional as F


def log_s0(captioner, world, utt):
    """log S0(utt | world), utt is a 1-D id tensor beginning with <s> and ending with </s>."""
    z = captioner(world[None], utt[None, :-1])[0]
    lp = torch.log(F.softmax(z, dim=-1))  # expect: SEQ602
    tok = lp[torch.arange(len(utt) - 1), utt[1:]]
    return tok.mean()  # expect: SEQ401


@torch.no_grad()
def literal_listener(captioner, worlds, utt, prior):
    ll = torch.stack([log_s0(captioner, w, utt) for w in worlds])
    return F.log_softmax(ll + prior.log(), dim=0)


@torch.no_grad()
def pragmatic_speaker(captioner, worlds, utterances, prior, alpha=1.0, cost=None):
    table = torch.stack([literal_listener(captioner, worlds, u, prior) for u in utterances], dim=1)
    utility = alpha * table
    if cost is not None:
        utility = utility - cost[None, :]
    return utility.softmax(dim=1)


def evaluate(captioner, trials, prior):
    captioner.eval()
    good = 0
    for worlds, utterances, target, human_choice in trials:
        s1 = pragmatic_speaker(captioner, worlds, utterances, prior)
        good += int(s1[target].argmax() == human_choice)
    return good / len(trials)
