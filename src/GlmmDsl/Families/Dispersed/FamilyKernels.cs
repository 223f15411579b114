namespace GlmmDsl.Families.Dispersed;

/// <summary>The likelihood of a family with a link: as a function of all its linear predictors, and as one of the conditional predictor alone, the constants given.</summary>
internal sealed record FamilyKernels(PredictorsKernel Joint, LikelihoodKernel Bound);
