namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>β̂(θ), the spherical modes û, b̂ = Λû and ZᵀWe at the θ last differentiated, in internal columns and units.</summary>
internal abstract class ConditionalEstimates
{
    /// <summary>β̂.</summary>
    public abstract ReadOnlySpan<double> Coefficients { get; }

    /// <summary>yᵀWe, e the conditional residual.</summary>
    public abstract double ResponseScore { get; }

    /// <summary>û of a factor: levels × k.</summary>
    public abstract ReadOnlySpan<double> Spherical(int factor);

    /// <summary>b̂ of a factor: levels × k.</summary>
    public abstract ReadOnlySpan<double> Modes(int factor);

    /// <summary>ZᵀWe of a factor: levels × k.</summary>
    public abstract ReadOnlySpan<double> Scores(int factor);
}
