namespace GlmmDsl;

/// <summary>
/// Makes a <c>sealed partial</c> class a generalised linear mixed model: the formula is checked by the compiler against the columns of the row
/// type, and <c>FitLaplace</c>, <c>FitQuadrature</c>, <c>FitFast</c> and the typed results are generated.
/// </summary>
/// <typeparam name="TRow">A class, struct or record whose public readable properties and fields are the columns.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class GeneralizedLinearMixedModelAttribute<TRow> : Attribute
{
    /// <summary>A model of one of the library's families.</summary>
    /// <param name="formula">The formula in lme4's notation, <c>cbind(Incidence, Size - Incidence) ~ Period + (1 | Herd)</c>.</param>
    /// <param name="family">The distribution of the response given the random effects.</param>
    public GeneralizedLinearMixedModelAttribute([FormulaText] string formula, Family family)
    {
        Formula = formula;
        Family = family;
    }

    /// <summary>A model of a family of your own.</summary>
    /// <param name="formula">The formula in lme4's notation.</param>
    /// <param name="family">The class of the family, <c>typeof(Weibull)</c>: it derives from <see cref="Families.ResponseFamily"/> and has a constructor without parameters. Its link is its own.</param>
    public GeneralizedLinearMixedModelAttribute([FormulaText] string formula, Type family)
    {
        Formula = formula;
        Family = Family.Custom;
        ResponseFamily = family;
    }

    /// <summary>The formula.</summary>
    public string Formula { get; }

    /// <summary>The distribution of the response given the random effects.</summary>
    public Family Family { get; }

    /// <summary>The class of a family of your own; null for one of the library's.</summary>
    public Type? ResponseFamily { get; }

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

    /// <summary>
    /// The formula of the zero inflation, on the logit scale and without a response: <c>"~ 1"</c>, <c>"~ Spp + (1 | Site)"</c>; null for none. With a truncated family it makes a hurdle model.
    /// </summary>
    public string? ZeroInflation { get; set; }

    /// <summary>The formula of the dispersion, on the log scale and without a response: <c>"~ Sex"</c>; null where it is one number for all rows.</summary>
    public string? Dispersion { get; set; }

    /// <summary>Codings of factors, <c>"Arm=sum, Dose=poly"</c>: treatment, sum, helmert or poly. They take precedence over <c>[Contrasts]</c> on the members.</summary>
    public string? Contrasts { get; set; }
}
