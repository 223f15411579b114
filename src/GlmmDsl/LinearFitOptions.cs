namespace GlmmDsl;

/// <summary>How a typed linear model is fitted by REML or ML. Immutable; a setting that is left out has its default.</summary>
public sealed record LinearFitOptions
{
    /// <summary>Which notices are reported, ignored or thrown; all are reported by default.</summary>
    public NoticePolicy Notices { get; init; } = NoticePolicy.Default;
}
