using System.Collections;
using System.Collections.Immutable;
using System.Text;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference.Comparison;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference;

/// <summary>
/// Likelihood-ratio tests of a model's terms, each dropped alone: of random terms as lmerTest's <c>ranova</c> makes and prints them, of fixed terms as R's
/// <c>drop1</c>. Immutable.
/// </summary>
public sealed class DroppedTerms : IReadOnlyList<DroppedTerm>
{
    private readonly NamedResults<DroppedTerm> terms;
    private readonly string formula;

    private DroppedTerms(FittedModel model, bool areRandom, IEnumerable<DroppedTerm> terms)
    {
        AreRandom = areRandom;
        IsReml = model.Solution.IsReml;
        ParameterCount = model.ParameterCount;
        LogLikelihood = model.LogLikelihood;
        formula = model.Matrices.Plan.Terms.Syntax.ToString();
        this.terms = new NamedResults<DroppedTerm>("term", terms.Select(t => KeyValuePair.Create(t.Name, t)), _ => ToString());
    }

    /// <summary>Whether the terms are random; else fixed.</summary>
    public bool AreRandom { get; }

    /// <summary>Whether the likelihoods are restricted.</summary>
    public bool IsReml { get; }

    /// <summary>The number of parameters of the whole model.</summary>
    public int ParameterCount { get; }

    /// <summary>The log-likelihood of the whole model.</summary>
    public double LogLikelihood { get; }

    /// <summary>Akaike's criterion of the whole model.</summary>
    public double Aic => (2 * ParameterCount) - (2 * LogLikelihood);

    /// <summary>The names of what was dropped.</summary>
    public ImmutableArray<string> Names => terms.Names;

    /// <inheritdoc/>
    public int Count => terms.Count;

    /// <summary>A term by its place.</summary>
    public DroppedTerm this[int index] => terms[index];

    /// <summary>A term by its name.</summary>
    /// <exception cref="KeyNotFoundException">No such term was dropped.</exception>
    public DroppedTerm this[string name] => terms[name];

    /// <inheritdoc/>
    public IEnumerator<DroppedTerm> GetEnumerator() => terms.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Drops the random terms, by the criterion of the fit.</summary>
    internal static DroppedTerms Random(FittedModel model, CancellationToken cancellationToken)
    {
        Require(model, "random terms");
        return model.Matrices.Random.IsEmpty
            ? throw new InvalidOperationException("The model has no random term that could be dropped.")
            : new DroppedTerms(model, areRandom: true, RandomReductions.Of(model).Select(r => Without(model, r.Name, r.Matrices, true, cancellationToken)).ToList());
    }

    /// <summary>Drops the fixed terms, by maximum likelihood.</summary>
    internal static DroppedTerms Fixed(FittedModel model, CancellationToken cancellationToken)
    {
        Require(model, "fixed terms");
        FittedModel ml = model.RefitMl(cancellationToken);
        return new DroppedTerms(ml, areRandom: false, FixedReductions.Of(ml).Select(r => Without(ml, r.Name, r.Matrices, false, cancellationToken)).ToList());
    }

    /// <summary>The table as lmerTest and R print it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(AreRandom ? "ANOVA-like table for random-effects: Single term deletions\n" : "Single term deletions\n");
        text.Append("\nModel:\n").Append(VisibleText.Of(formula)).Append('\n');
        (string, string[]) aic = ("AIC", AnovaColumns.Numbers(terms.Select(t => t.Aic).Prepend(Aic)));
        (string, string[]) statistic = ("LRT", AnovaColumns.Numbers(terms.Select(t => t.Statistic).Prepend(double.NaN)));
        IEnumerable<int?> df = terms.Select(t => (int?)t.DegreesOfFreedom).Prepend(null);
        string[] p = AnovaColumns.Probabilities(terms.Select(t => t.PValue).Prepend(double.NaN));
        string[] names = ["<none>", .. terms.Names];
        if (AreRandom)
        {
            AnovaColumns.Write(
                text,
                names,
                ("npar", AnovaColumns.Counts(terms.Select(t => (int?)t.ParameterCount).Prepend(ParameterCount))),
                ("logLik", AnovaColumns.Numbers(terms.Select(t => t.LogLikelihood).Prepend(LogLikelihood))),
                aic,
                statistic,
                ("Df", AnovaColumns.Counts(df)),
                ("Pr(>Chisq)", p),
                ("Pr(>mixture)", AnovaColumns.Probabilities(terms.Select(t => t.MixturePValue ?? double.NaN).Prepend(double.NaN))));
            foreach (DroppedTerm term in terms.Where(t => t.Mixture is not null))
            {
                text.Append(VisibleText.Of($"mixture for {term.Name}: {term.Mixture}")).Append('\n');
            }
        }
        else
        {
            AnovaColumns.Write(text, names, ("npar", AnovaColumns.Counts(df)), aic, statistic, ("Pr(Chi)", p));
        }

        return text.ToString();
    }

    /// <summary>The tests as the command line's JSON object: <c>random</c> or <c>drop</c>.</summary>
    public string ToJson() => JsonObject.Write(json =>
    {
        json.WriteString("method", IsReml ? "REML" : "ML");
        json.WriteStartArray(AreRandom ? "random" : "drop");
        foreach (DroppedTerm term in terms)
        {
            json.WriteStartObject();
            json.WriteString("term", term.Name);
            json.WriteFinite("logLik", term.LogLikelihood);
            json.WriteFinite("AIC", term.Aic);
            json.WriteFinite("lrt", term.Statistic);
            json.WriteNumber("df", term.DegreesOfFreedom);
            json.WriteFinite("p", term.PValue);
            if (AreRandom)
            {
                json.WriteFinite("pMixture", term.MixturePValue ?? double.NaN);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Require(FittedModel model, string what)
    {
        if (!model.Matrices.HasRows)
        {
            throw new InvalidOperationException(
                $"This model was fitted to cross-products or loaded from a file, without rows, and {what} are dropped from the columns of the rows. Sum the cross-products of the smaller model too, fit both by maximum likelihood and compare them (LikelihoodRatio.Test), or fit the model to the rows.");
        }

        if (model.Prior is not null)
        {
            throw new InvalidOperationException("A prior penalised the coefficients, so the likelihood is not at its maximum. Fit without the prior to test terms.");
        }
    }

    private static DroppedTerm Without(FittedModel model, string name, ModelMatrices matrices, bool isRandom, CancellationToken cancellationToken)
    {
        IModelSolution reduced = model.Solution.FitTo(matrices, cancellationToken);
        int parameters = reduced.Beta.Length + reduced.Theta.Length + reduced.DispersionCount;
        int dropped = model.ParameterCount - parameters;
        double logLikelihood = 0 - (reduced.Criterion / 2);
        int variances = StructureNesting.Variances(model.Matrices.Random.Except(matrices.Random)) is { } lost && StructureNesting.Variances(matrices.Random.Except(model.Matrices.Random)) is { } gained ? lost - gained : 0;
        return new DroppedTerm(name, parameters, logLikelihood, 2 * (model.LogLikelihood - logLikelihood), dropped, isRandom ? ChiBarSquare.Of(dropped, Math.Max(0, variances)) : null);
    }
}
