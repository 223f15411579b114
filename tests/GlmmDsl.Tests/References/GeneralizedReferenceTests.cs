using System.Text.Json.Nodes;

namespace GlmmDsl.Tests.References;

/// <summary>Every binomial and Poisson model recorded from glmer, through the run-time path from CSV to JSON, with the expected information that lme4 uses.</summary>
public sealed class GeneralizedReferenceTests
{
    public static TheoryData<string> Cases() => [.. ReferenceCase.Ids("glmer")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_lme4(string id)
    {
        ReferenceCase reference = ReferenceCase.Load(id);
        MixedModelFit fit = MixedModel.Fit(Formula.Parse(reference.Formula), reference.Data(), reference.Options());

        List<string> differences = ReferenceComparison.Differences(reference, JsonNode.Parse(fit.ToJson())!);
        differences.AddRange(ReferenceComparison.DifferencesAt(reference, fit.CriterionAt));

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences.Take(8)));
    }
}
