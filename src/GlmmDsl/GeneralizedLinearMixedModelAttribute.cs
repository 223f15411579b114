namespace GlmmDsl;

/// <summary>
/// Makes a <c>sealed partial</c> class a generalised linear mixed model: the formula is checked by the compiler against the columns of the row
/// type, and <c>FitLaplace</c>, <c>FitQuadrature</c>, <c>FitFast</c> and the typed results are generated.
/// </summary>
/// <typeparam name="TRow">A class, struct or record whose public readable properties and fields are the columns.</typeparam>
/// <param name="formula">The formula in lme4's notation, <c>cbind(Incidence, Size - Incidence) ~ Period + (1 | Herd)</c>.</param>
/// <param name="family">The distribution of the response given the random effects.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class GeneralizedLinearMixedModelAttribute<TRow>([FormulaText] string formula, Family family) : Attribute
{
    /// <summary>The formula.</summary>
    public string Formula { get; } = formula;

    /// <summary>The distribution of the response given the random effects.</summary>
    public Family Family { get; } = family;

    /// <summary>The link; the family's usual one by default.</summary>
    public Link Link { get; set; }

    /// <summary>What is done with rows that have a missing value in a column the model uses; by default an error that names row and column.</summary>
    public MissingValues Missing { get; set; }

    /// <summary>The column of weights; null when all rows weigh the same. Say with <see cref="WeightKind"/> what they mean.</summary>
    public string? Weights { get; set; }

    /// <summary>What the weights mean; for generalised models there is no default (GLMM304).</summary>
    public WeightKind WeightKind { get; set; }

    /// <summary>The column of the numbers of trials, where the response is a proportion; short for weights of the kind <see cref="WeightKind.Trials"/>.</summary>
    public string? Trials { get; set; }

    /// <summary>An expression added to the linear predictor with coefficient 1, in addition to those of <c>offset(..)</c> in the formula.</summary>
    public string? Offset { get; set; }

    /// <summary>Codings of factors, <c>"Arm=sum, Dose=poly"</c>: treatment, sum, helmert or poly. They take precedence over <c>[Contrasts]</c> on the members.</summary>
    public string? Contrasts { get; set; }
}
