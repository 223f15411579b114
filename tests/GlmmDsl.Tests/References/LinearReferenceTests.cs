using System.Text.Json.Nodes;
using GlmmDsl.Data;

namespace GlmmDsl.Tests.References;

/// <summary>Every linear model recorded from lme4, through the run-time path from CSV to JSON.</summary>
public sealed class LinearReferenceTests
{
    public static TheoryData<string> Cases() => [.. ReferenceCase.LinearIds().Where(id => id != "machines_dbar")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_lme4(string id)
    {
        ReferenceCase reference = ReferenceCase.Load(id);
        MixedModelFit fit = MixedModel.Fit(Formula.Parse(reference.Formula), reference.Data(), reference.Options());

        List<string> differences = ReferenceComparison.Differences(reference, JsonNode.Parse(fit.ToJson())!);
        differences.AddRange(ReferenceComparison.DifferencesAt(reference, fit.CriterionAt));
        if (fit.Verdict == Verdict.NotConverged)
        {
            differences.Add("a false alarm of the certificate: " + string.Join(' ', fit.Notices));
        }

        int most = fit.Verdict == Verdict.Converged ? 12 : 25;
        if (fit.Theta.Length <= 3 && fit.Evaluations > most)
        {
            differences.Add(FormattableString.Invariant($"{fit.Evaluations} evaluations for {fit.Theta.Length} parameters, {fit.Verdict}"));
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences.Take(8)));
    }

    /// <summary>The textbook's grocery example: with stores and without.</summary>
    [Fact]
    public void The_grocery_example_gives_the_textbooks_criteria()
    {
        Table grocery = ReferenceCase.Load("grocery_ml").Data();
        var ml = new FitOptions { Method = FitMethod.Ml };

        MixedModelFit stores = MixedModel.Fit("price ~ store + (1 | item)", grocery, ml);
        MixedModelFit none = MixedModel.Fit("price ~ 1 + (1 | item)", grocery, ml);

        Assert.Equal(53.731, stores.Aic.Value, 3);
        Assert.Equal(59.546, none.Aic.Value, 3);
        Assert.Equal(11.816, 2 * (stores.LogLikelihood.Value - none.LogLikelihood.Value), 3);
    }
}
