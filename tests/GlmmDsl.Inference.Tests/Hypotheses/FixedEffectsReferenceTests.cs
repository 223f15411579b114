using System.Text.Json.Nodes;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Hypotheses;

/// <summary>Coefficients and terms against lmerTest, pbkrtest (through lmerTest) and car, where the reference cases hold them.</summary>
public sealed class FixedEffectsReferenceTests
{
    public static TheoryData<string> IdsOf(string kind) => [.. ReferenceCase.Ids("lmer").Where(id => ReferenceCase.Load(id).Result["extras"]?[kind] is not null)];

    [Theory]
    [MemberData(nameof(IdsOf), "satterthwaite")]
    public void Satterthwaites_tests_are_those_of_lmerTest(string id) => Check(ReferenceCase.Load(id), "satterthwaite", fit => fit.Satterthwaite(), 1e-3);

    [Theory]
    [MemberData(nameof(IdsOf), "kenwardRoger")]
    public void Kenward_and_Rogers_tests_are_those_of_pbkrtest(string id) => Check(ReferenceCase.Load(id), "kenwardRoger", fit => fit.KenwardRoger(), 1e-4);

    [Theory]
    [MemberData(nameof(IdsOf), "carAnova")]
    public void Walds_tests_of_terms_are_those_of_car(string id)
    {
        ReferenceCase reference = ReferenceCase.Load(id);
        FixedEffectsTests tests = MixedModel.Fit(Formula.Parse(reference.Formula), reference.Data(), reference.Options()).Wald();

        foreach ((TestType type, string name) in new[] { (TestType.II, "typeII"), (TestType.III, "typeIII") })
        {
            JsonNode table = reference.Result["extras"]!["carAnova"]![name]!;
            for (int row = 0; row < table["rowNames"]!.AsArray().Count; row++)
            {
                FTest test = Find(tests.Anova(type), (string)table["rowNames"]![row]!);
                Assert.True(test.IsChiSquare);
                Near((double)table["Chisq"]![row]!, test.Statistic, 2e-3);
                Assert.Equal((double)table["Df"]![row]!, test.NumeratorDegreesOfFreedom);
            }
        }
    }

    private static void Check(ReferenceCase reference, string kind, Func<MixedModelFit, FixedEffectsTests> method, double tolerance)
    {
        MixedModelFit fit = MixedModel.Fit(Formula.Parse(reference.Formula), reference.Data(), reference.Options());
        FixedEffectsTests tests = method(fit);
        JsonNode expected = reference.Result["extras"]![kind]!;
        JsonNode coefficients = expected["coefficients"]!;
        for (int row = 0; row < coefficients["rowNames"]!.AsArray().Count; row++)
        {
            CoefficientTest test = tests.Coefficients.First(c => Squeezed(c.Name) == Squeezed((string)coefficients["rowNames"]![row]!));
            Near((double)coefficients["Std. Error"]![row]!, test.StandardError, 2e-4);
            Near((double)coefficients["df"]![row]!, test.DegreesOfFreedom, tolerance);
        }

        foreach (TestType type in Enum.GetValues<TestType>())
        {
            if (expected["anova" + type] is { } table)
            {
                for (int row = 0; row < table["rowNames"]!.AsArray().Count; row++)
                {
                    FTest test = Find(tests.Anova(type), (string)table["rowNames"]![row]!);
                    Assert.Equal((double)table["NumDF"]![row]!, test.NumeratorDegreesOfFreedom);
                    Near((double)table["DenDF"]![row]!, test.DenominatorDegreesOfFreedom, tolerance);
                    Near((double)table["F value"]![row]!, test.Statistic, 2e-3);
                }
            }
        }
    }

    private static FTest Find(NamedResults<FTest> tests, string name) => tests.First(t => Ordered(t.Name) == Ordered(name));

    private static string Ordered(string term) => string.Join(':', Squeezed(term).Split(':').Order(StringComparer.Ordinal));

    private static string Squeezed(string name) => name.Replace(" ", "", StringComparison.Ordinal);

    private static void Near(double expected, double actual, double relative) => Assert.InRange(actual, expected - (relative * Math.Abs(expected)), expected + (relative * Math.Abs(expected)));
}
