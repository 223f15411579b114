using System.Text;
using System.Text.Json;
using GlmmDsl.Fits;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference;

/// <summary>
/// The variance of the response in three parts, on the scale of the linear predictor: of which intraclass correlations and R² are shares
/// (Nakagawa, Johnson and Schielzeth 2017, J. R. Soc. Interface 14).
/// </summary>
/// <param name="Fixed">σ²_f, the sample variance of Xβ̂ over the rows.</param>
/// <param name="Random">
/// σ²_b. With random slopes, the mean over the rows of zᵀΣz (Johnson 2014, Methods Ecol. Evol. 5, eq. 11); with intercepts only, the sum of their variances.
/// </param>
/// <param name="Residual">
/// σ²_ε: in a linear model, σ² of a row of weight 1; in a generalised model, the variance named by <see cref="LatentVariance"/> plus that of a random
/// intercept with a level for each row, which represents overdispersion and not a group.
/// </param>
public readonly record struct VarianceDecomposition(double Fixed, double Random, double Residual)
{
    /// <summary>The share of the groups in the variance that the fixed effects leave unexplained, and in all variance.</summary>
    public IntraclassCorrelation IntraclassCorrelation => new(Random / (Random + Residual), Random / (Fixed + Random + Residual));

    /// <summary>The share of the fixed effects, and of fixed and random effects together.</summary>
    public RSquared RSquared => new(Fixed / (Fixed + Random + Residual), (Fixed + Random) / (Fixed + Random + Residual));

    /// <summary>
    /// Kish's design effect 1 + (n̄ − 1)·ICC, n̄ the mean number of rows per level, ICC the adjusted one: the factor by which clustering inflates the
    /// variance of a mean. Null unless the model is linear and its only random term is a single intercept.
    /// </summary>
    public double? DesignEffect { get; init; }

    /// <summary>The parts with their shares, and what follows from them.</summary>
    public override string ToString()
    {
        double[] parts = [Fixed, Random, Residual];
        double all = parts.Sum();
        int? decimals = NumberColumn.Decimals(parts);
        var table = new TextTable([true, false, false], "", "Variance", "Share");
        foreach ((string name, double part) in new[] { ("Fixed effects", Fixed), ("Random effects", Random), ("Residual", Residual) })
        {
            table.Add(name, NumberColumn.Format(part, decimals), NumberColumn.Format(part / all, 3));
        }

        var text = new StringBuilder("Variance on the scale of the linear predictor:\n");
        table.WriteTo(text, "");
        text.Append(IntraclassCorrelation).Append('\n').Append(RSquared).Append('\n');
        if (DesignEffect is { } effect)
        {
            text.Append("Design effect ").Append(NumberColumn.Format(effect, 3)).Append(" (the variance of a mean, relative to that of independent rows)\n");
        }

        return text.ToString();
    }

    /// <summary>The parts and their shares as a JSON object: <c>{variance: {fixed random residual} icc: {adjusted conditional} r2: {marginal conditional} designEffect}</c>.</summary>
    public string ToJson()
    {
        VarianceDecomposition own = this;
        return JsonObject.Write(json =>
        {
            json.WriteStartObject("variance");
            json.WriteFinite("fixed", own.Fixed);
            json.WriteFinite("random", own.Random);
            json.WriteFinite("residual", own.Residual);
            json.WriteEndObject();
            own.WriteShares(json);
        });
    }

    /// <summary>Writes the properties <c>icc</c>, <c>r2</c> and <c>designEffect</c> into an object.</summary>
    internal void WriteShares(Utf8JsonWriter json)
    {
        json.WriteStartObject("icc");
        json.WriteFinite("adjusted", IntraclassCorrelation.Adjusted);
        json.WriteFinite("conditional", IntraclassCorrelation.Unadjusted);
        json.WriteEndObject();
        json.WriteStartObject("r2");
        json.WriteFinite("marginal", RSquared.Marginal);
        json.WriteFinite("conditional", RSquared.Conditional);
        json.WriteEndObject();
        json.WriteFinite("designEffect", DesignEffect ?? double.NaN);
    }

    /// <summary>Computes the decomposition of a fit.</summary>
    /// <exception cref="ArgumentException">A variance of Poisson models for another family.</exception>
    /// <exception cref="InvalidOperationException">
    /// A family, link or model in which a row has no variance on the scale of the linear predictor: the cauchit link, zero inflation, a dispersion formula; or a fit to cross-products of rows with
    /// different weights.
    /// </exception>
    internal static VarianceDecomposition Of(FittedModel model, LatentVariance kind, CancellationToken cancellationToken)
    {
        if (Refusal(model) is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        double residual = OfOneRow(model, kind, cancellationToken);
        double random = 0;
        for (int t = 0; t < model.Matrices.Random.Length; t++)
        {
            bool isOfRows = !model.IsLinear && model.Matrices.Random[t].Group.Levels.Length == model.ObservationCount;
            double variance = MeanVariance(model, t);
            residual += isOfRows ? variance : 0;
            random += isOfRows ? 0 : variance;
        }

        return new VarianceDecomposition(model.FixedVariance(), random, residual) { DesignEffect = DesignEffectOf(model, random / (random + residual)) };
    }

    /// <summary>Why a model has no shares of variance, whatever its family; null where it may have them.</summary>
    internal static string? Refusal(FittedModel model) =>
        model.Solution.Others.Any(o => o.Predictor == Families.Predictor.ZeroInflation)
            ? "With zero inflation a row has no variance on the scale of the linear predictor: structural zeros have no place there. Intraclass correlation and R² are not defined; those of the same model without zero inflation are."
            : model.Solution.Others.Any(o => o.Predictor == Families.Predictor.Dispersion && !o.IsConstant)
            ? "With a dispersion formula each row has a residual variance of its own, and the groups' share of the variance differs from row to row: there is no one intraclass correlation or R²."
            : null;

    private static double OfOneRow(FittedModel model, LatentVariance kind, CancellationToken cancellationToken)
    {
        double dispersion = model.IsLinear ? model.VarianceComponents.Residual.Variance : 1;
        return kind == LatentVariance.Performance
            ? model.Family.LatentVariance(model.Link, LatentVariance.Default, dispersion, () => NullModel.CountAtIntercept(model, cancellationToken))
            : model.Family.LatentVariance(model.Link, kind, dispersion, () => NullModel.MeanCount(model, cancellationToken));
    }

    private static double? DesignEffectOf(FittedModel model, double intraclassCorrelation) =>
        model.IsLinear && model.Matrices.Random is [{ Width: 1 } term] && term.Columns[0] is null
            ? 1 + ((((double)model.RowCount / term.Group.Levels.Length) - 1) * intraclassCorrelation)
            : null;

    private static double MeanVariance(FittedModel model, int term)
    {
        int width = model.Matrices.Random[term].Width;
        double total = 0;
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
            {
                total += model.VarianceComponents[term].Covariance(i, j) * model.MeanProduct(term, i, j);
            }
        }

        return total;
    }
}
