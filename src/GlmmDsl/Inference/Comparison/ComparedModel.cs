using GlmmDsl.Fits;
using GlmmDsl.Inference.Comparison;

namespace GlmmDsl.Inference;

/// <summary>One model of a comparison.</summary>
public sealed record ComparedModel
{
    internal ComparedModel(string name, FittedModel model, double weight)
    {
        Name = name;
        Formula = model.Matrices.Plan.Terms.Syntax.ToString();
        ParameterCount = model.ParameterCount;
        LogLikelihood = model.LogLikelihood;
        Aic = model.Aic;
        Aicc = InformationCriteria.Corrected(model);
        Bic = model.Bic;
        Weight = weight;
    }

    /// <summary>Its name in the table: <c>m1</c> is the smallest model.</summary>
    public string Name { get; }

    /// <summary>Its formula as R would print it.</summary>
    public string Formula { get; }

    /// <summary>The number of parameters: coefficients, covariance parameters and, of a linear model, σ.</summary>
    public int ParameterCount { get; }

    /// <summary>The maximised log-likelihood, restricted for fits by REML.</summary>
    public double LogLikelihood { get; }

    /// <summary>−2 log L.</summary>
    public double Deviance => -2 * LogLikelihood;

    /// <summary>Akaike's criterion, −2 log L + 2k.</summary>
    public double Aic { get; }

    /// <summary>Akaike's criterion for small samples, AIC + 2k(k + 1)/(n − k − 1) (Hurvich and Tsai 1989); ∞ where there are too few rows for it.</summary>
    public double Aicc { get; }

    /// <summary>Schwarz's criterion, −2 log L + k log n.</summary>
    public double Bic { get; }

    /// <summary>Akaike's weight: exp(−Δ/2), Δ the distance to the smallest AIC, as a share of the sum over the models.</summary>
    public double Weight { get; }

    /// <summary>The name with the formula and AIC.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Formula}, AIC {Aic:G6}");
}
