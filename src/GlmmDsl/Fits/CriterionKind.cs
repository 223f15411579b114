namespace GlmmDsl;

/// <summary>A number by which fits are compared.</summary>
public enum CriterionKind
{
    /// <summary>The maximised log-likelihood, restricted or not; larger is better.</summary>
    LogLikelihood,

    /// <summary>Akaike's criterion, −2 log L + 2k; smaller is better.</summary>
    Aic,

    /// <summary>Schwarz's criterion, −2 log L + k log n; smaller is better.</summary>
    Bic,
}

/// <summary>A kind of criterion as a type, so that an AIC cannot be compared with a BIC: <see cref="LogLikelihood"/>, <see cref="Aic"/>, <see cref="Bic"/>.</summary>
public interface ICriterionKind
{
    /// <summary>The kind.</summary>
    static abstract CriterionKind Kind { get; }
}

/// <summary>Marks a criterion as a maximised log-likelihood.</summary>
public sealed class LogLikelihood : ICriterionKind
{
    private LogLikelihood()
    {
    }

    /// <inheritdoc/>
    public static CriterionKind Kind => CriterionKind.LogLikelihood;
}

/// <summary>Marks a criterion as Akaike's.</summary>
public sealed class Aic : ICriterionKind
{
    private Aic()
    {
    }

    /// <inheritdoc/>
    public static CriterionKind Kind => CriterionKind.Aic;
}

/// <summary>Marks a criterion as Schwarz's.</summary>
public sealed class Bic : ICriterionKind
{
    private Bic()
    {
    }

    /// <inheritdoc/>
    public static CriterionKind Kind => CriterionKind.Bic;
}
