using GlmmDsl.Optimization;

namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>−2 log L with the random effects integrated out by an approximation about the solution of the inner problem.</summary>
internal interface IMarginalCriterion : IDifferentiable
{
    /// <summary>The decrement at which the inner iterations stop.</summary>
    double InnerTolerance { get; set; }
}
