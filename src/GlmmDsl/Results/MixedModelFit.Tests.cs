using GlmmDsl.Inference;
using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl;

/// <content>Tests of fixed effects.</content>
public sealed partial class MixedModelFit
{
    /// <summary>
    /// Wald's tests of the fixed effects: z and chi-square. They take the variances of the random effects as known, so that with few groups they
    /// reject too often.
    /// </summary>
    public FixedEffectsTests Wald() => new(new WaldMethod(model));
}
