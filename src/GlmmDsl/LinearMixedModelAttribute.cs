namespace GlmmDsl;

/// <summary>
/// Makes a <c>sealed partial</c> class a linear mixed model: the formula is checked by the compiler against the columns of the row type, and
/// <c>FitReml</c>, <c>FitMl</c> and the typed results are generated.
/// </summary>
/// <typeparam name="TRow">A class, struct or record whose public readable properties and fields are the columns.</typeparam>
/// <param name="formula">The formula in lme4's notation, <c>Score ~ Week * Arm + (Week | Patient)</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LinearMixedModelAttribute<TRow>([FormulaText] string formula) : Attribute
{
    /// <summary>The formula.</summary>
    public string Formula { get; } = formula;

    /// <summary>What is done with rows that have a missing value in a column the model uses; by default an error that names row and column.</summary>
    public MissingValues Missing { get; set; }

    /// <summary>The column of weights; null when all rows weigh the same.</summary>
    public string? Weights { get; set; }

    /// <summary>What the weights mean; precision by default.</summary>
    public WeightKind WeightKind { get; set; }

    /// <summary>An expression added to the linear predictor with coefficient 1, in addition to those of <c>offset(..)</c> in the formula.</summary>
    public string? Offset { get; set; }

    /// <summary>The formula of the dispersion, on the log scale and without a response: <c>"~ Sex"</c>; null where the residual variance is one number. With it the model is fitted by maximum likelihood, <c>FitMl</c>.</summary>
    public string? Dispersion { get; set; }

    /// <summary>Codings of factors, <c>"Arm=sum, Dose=poly"</c>: treatment, sum, helmert or poly. They take precedence over <c>[Contrasts]</c> on the members.</summary>
    public string? Contrasts { get; set; }
}
