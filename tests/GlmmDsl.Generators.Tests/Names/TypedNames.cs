namespace GlmmDsl.Generators.Tests.Names;

/// <summary>The names of generated members, and the keys of levels that are known only from the rows.</summary>
public sealed class TypedNames
{
    private const string Rows = """
        public enum Arm { Placebo, Drug, @class }

        public sealed record Row(
            double Score, double Week, Arm Arm, string Site, int Year, bool Smoker, string A, string B,
            double Count, double Residual, double @int, [Column("2nd visit")] double Second, double Equals2, double Find, double Level, double Names,
            double Intercept, double Result, double week)
        {
            public static IEnumerable<Row> All => Enumerable.Range(0, 240).Select(i => new Row(
                Math.Sin(i * 1.7) + i % 7, i * 7 % 11, (Arm)(i * 3 % 8 % 3), new[] { "Berlin", "Lyon", "Oslo" }[i * 5 % 13 % 3], 2019 + i * 11 % 17 % 2, i * 3 % 5 > 2, "a" + i % 4, "b" + i % 8 / 4,
                Math.Cos(i), Math.Sin(i * 2.1), Math.Cos(i * 3.3), Math.Sin(i * 0.3), Math.Cos(i * 0.7), Math.Sin(i * 5.0), Math.Cos(i * 1.1), Math.Sin(i * 1.3),
                Math.Cos(i * 1.9), Math.Sin(i * 2.3), Math.Cos(i * 2.9)));
        }
        """;

    private static readonly (string Terms, string Member, string Name)[] Coefficients =
    [
        ("Week * Arm", "Week_ArmDrug", "Week:ArmDrug"),
        ("Week * Arm", "Week_Armclass", "Week:Armclass"),
        ("I(Week^2)", "Week_pow_2", "I(Week^2)"),
        ("log(Week + 1)", "log_Week_plus_1", "log(Week + 1)"),
        ("poly(Week, 2)", "poly_Week_2_1", "poly(Week, 2)1"),
        ("Smoker", "SmokerTrue", "SmokerTRUE"),
        ("I(Week > 2)", "Week_gt_2_True", "I(Week > 2)TRUE"),
        ("Count", "Count_", "Count"),
        ("Find", "Find_", "Find"),
        ("Residual", "Residual", "Residual"),
        ("Intercept", "Intercept_", "Intercept"),
        ("int", "@int", "int"),
        ("`2nd visit`", "_2nd_visit", "`2nd visit`"),
        ("Week + week", "week", "week"),
        ("Site", "Site[\"Oslo\"]", "SiteOslo"),
        ("Week:Site", "Week_Site[\"Oslo\"]", "Week:SiteOslo"),
        ("Arm:Site", "ArmDrug_Site[\"Oslo\"]", "ArmDrug:SiteOslo"),
        ("Site * factor(Year)", "Site_factor_Year[\"Oslo\", 2020]", "SiteOslo:factor(Year)2020"),
        ("0 + Site", "Site[\"Berlin\"]", "SiteBerlin"),
        ("factor(Year) + Site", "factor_Year[2020]", "factor(Year)2020"),
    ];

    private static readonly (string Term, string Member, string Same)[] RandomEffects =
    [
        ("(Week | A)", "fit.VarianceComponents.A.Week.StandardDeviation", "fit.Result.VarianceComponents[\"A\"][\"Week\"].StandardDeviation"),
        ("(Week | A)", "fit.VarianceComponents.A.Correlations.Intercept_Week", "fit.Result.VarianceComponents[\"A\"].Correlation(\"(Intercept)\", \"Week\")"),
        ("(Week | A)", "fit.VarianceComponents.A.CovarianceMatrix[1, 1]", "fit.VarianceComponents.A.Week.Variance"),
        ("(Week || A)", "fit.VarianceComponents.A.Week.StandardDeviation", "fit.Result.VarianceComponents[\"A\"][\"Week\"].StandardDeviation"),
        ("(1 | A)", "fit.VarianceComponents.Residual.Variance", "fit.Result.Sigma * fit.Result.Sigma"),
        ("(1 | A)", "fit.RandomEffects.A[\"a2\"].Intercept.Value", "fit.Result.RandomEffects[\"A\"][\"a2\", \"(Intercept)\"].Value"),
        ("(1 | A/B)", "fit.RandomEffects.B_A[\"b1\", \"a1\"].Intercept.Value", "fit.Result.RandomEffects[\"B:A\"][\"b1:a1\", \"(Intercept)\"].Value"),
        ("(1 | A:Year)", "fit.RandomEffects.A_Year[\"a1\", 2020].Intercept.Value", "fit.Result.RandomEffects[\"A:Year\"][\"a1:2020\", \"(Intercept)\"].Value"),
        ("(0 + Arm | A)", "fit.RandomEffects.A[\"a1\"].ArmDrug.Value", "fit.Result.RandomEffects[\"A\"][\"a1\", \"ArmDrug\"].Value"),
        ("(Arm || A)", "fit.RandomEffects.A[\"a1\"].ArmDrug.Value", "fit.Result.RandomEffects[\"A\"][\"a1\", \"ArmDrug\"].Value"),
        ("(Site | A)", "fit.RandomEffects.A[\"a1\"].Site[\"Oslo\"].Value", "fit.Result.RandomEffects[\"A\"][\"a1\", \"SiteOslo\"].Value"),
        ("(Site | A)", "fit.VarianceComponents.A.Site[\"Oslo\"].Variance", "fit.Result.VarianceComponents[\"A\"][\"SiteOslo\"].Variance"),
        ("(Level | A)", "fit.RandomEffects.A[\"a1\"].Level_.Value", "fit.Result.RandomEffects[\"A\"][\"a1\", \"Level\"].Value"),
        ("(1 | Arm)", "fit.RandomEffects.Arm[Arm.@class].Intercept.Value", "fit.Result.RandomEffects[\"Arm\"][\"class\", \"(Intercept)\"].Value"),
        ("(1 | Smoker)", "fit.RandomEffects.Smoker[true].Intercept.Value", "fit.Result.RandomEffects[\"Smoker\"][\"TRUE\", \"(Intercept)\"].Value"),
        ("(1 | Year)", "fit.RandomEffects.Year[2020].Intercept.StandardDeviation", "fit.Result.RandomEffects[\"Year\"][\"2020\", \"(Intercept)\"].StandardDeviation"),
    ];

    private static readonly ProbeSet CoefficientProbes = new("Coefficients", Rows, Coefficients.Select(c => (
        $"[LinearMixedModel<Row>({Literal($"Score ~ {c.Terms} + (1 | A)")})] public sealed partial class Model;",
        $"""
        Model.RemlFit fit = Model.FitReml(Row.All);
        Coefficient found = fit.Coefficients.{c.Member};
        return found == fit.Coefficients[found.Name] && !found.IsAliased ? found.Name : "";
        """)));

    private static readonly ProbeSet RandomEffectProbes = new("RandomEffects", Rows, RandomEffects.Select(r => (
        $"[LinearMixedModel<Row>({Literal($"Score ~ Week + {r.Term}")})] public sealed partial class Model;",
        $$"""
        Model.RemlFit fit = Model.FitReml(Row.All);
        return new double[] { {{r.Member}}, {{r.Same}} };
        """)));

    public static IEnumerable<object[]> CoefficientCases => Coefficients.Select((c, i) => new object[] { i, c.Member });

    public static IEnumerable<object[]> RandomEffectCases => RandomEffects.Select((r, i) => new object[] { i, r.Member });

    [Theory]
    [MemberData(nameof(CoefficientCases))]
    public void A_coefficient_is_a_property(int index, string member)
    {
        Assert.NotEmpty(member);
        Assert.Equal(Coefficients[index].Name, CoefficientProbes.Run<string>(index));
    }

    [Theory]
    [MemberData(nameof(RandomEffectCases))]
    public void A_random_effect_is_a_property_found_by_keys(int index, string member)
    {
        Assert.NotEmpty(member);
        double[] both = RandomEffectProbes.Run<double[]>(index);
        Assert.Equal(both[1], both[0], 1e-12);
    }

    [Theory]
    [InlineData("fit.Coefficients.Site[\"Rome\"]")]
    [InlineData("fit.RandomEffects.A[\"a9\"]")]
    [InlineData("fit.Coefficients[\"Weak\"]")]
    public void An_unknown_key_throws_and_names_what_there_is(string access)
    {
        string[] said = Probe.Run<string[]>(
            $$"""
            {{Rows}}

            [LinearMixedModel<Row>("Score ~ Week + Site + (1 | A)")]
            public sealed partial class Model;
            """,
            $$"""
            Model.RemlFit fit = Model.FitReml(Row.All);
            string message = "";
            try
            {
                _ = {{access}};
            }
            catch (KeyNotFoundException e)
            {
                message = e.Message;
            }

            return new[] { message, fit.Coefficients.Site.TryGet("Rome", out _) || fit.RandomEffects.A.TryGet("a9", out _) ? "found" : "" };
            """);
        Assert.True(said[0].Contains("SiteOslo", StringComparison.Ordinal) || said[0].Contains("a1", StringComparison.Ordinal) || said[0].Contains("Week", StringComparison.Ordinal), said[0]);
        Assert.Equal("", said[1]);
    }

    [Fact]
    public void The_coefficient_of_a_level_without_rows_is_aliased_and_others_keep_their_property() =>
        Assert.Equal(["True", "False", "True", "3"], Probe.Run<string[]>(
            $$"""
            {{Rows}}

            [LinearMixedModel<Row>("Score ~ Week + Arm + (1 | A)")]
            public sealed partial class Model;

            [LinearMixedModel<Row>("Score ~ Week + Week2(Week) + (1 | A)")]
            public sealed partial class Dependent
            {
                private static double Week2(double week) => 2 * week;
            }
            """,
            """
            Model.RemlFit fit = Model.FitReml(Row.All.Where(r => r.Arm != Arm.Placebo));
            Dependent.RemlFit dependent = Dependent.FitReml(Row.All);
            return new[]
            {
                fit.Coefficients.ArmDrug.IsAliased.ToString(),
                fit.Coefficients.Armclass.IsAliased.ToString(),
                dependent.Coefficients.Week2_Week.IsAliased.ToString(),
                fit.Coefficients.Count.ToString(),
            };
            """));

    [Fact]
    public void Awkward_names_of_models_and_types_compile_without_a_diagnostic() =>
        Assert.Empty(TypedCompilation.Diagnostics("""
            namespace System2.GlmmDsl.@namespace
            {
                public enum @enum { @case, @default }

                public sealed record @record(double @double, @enum @switch, string @string, string VarianceComponentSet, double Predictors, double Find, double RowColumns, double rows, double row, double i);

                [LinearMixedModel<@record>("double ~ switch + VarianceComponentSet + rows + row + i + (Predictors + Find | string) + (1 | RowColumns:VarianceComponentSet)")]
                public sealed partial class @class;

                public partial class Fit
                {
                    [LinearMixedModel<@record>("double ~ switch + (1 | string)")]
                    internal sealed partial class Fit2;
                }

                [LinearMixedModel<@record>("double ~ switch + (1 | string)")]
                public sealed partial class RemlFit
                {
                    public static int FitReml2 => 1;

                    private static double Predictors(double x) => x;
                }

                [LinearMixedModel<@record>("double ~ 1")]
                public sealed partial class CoefficientSet;
            }

            namespace Elsewhere
            {
                [LinearMixedModel<System2.GlmmDsl.@namespace.@record>("double ~ switch + (1 | string)")]
                public sealed partial class RemlFit;

                [LinearMixedModel<System2.GlmmDsl.@namespace.@record>("double ~ switch + (1 | string)")]
                public sealed partial class REMLFIT;
            }
            """));

    [Fact]
    public void Many_keys_are_typed_in_their_order() =>
        Assert.Equal("Berlin", Probe.Run<string>(
            $$"""
            {{Rows}}

            [LinearMixedModel<Row>("Score ~ 0 + Site:factor(Year):A:Arm:Smoker + (1 | B)")]
            public sealed partial class Model;
            """,
            """
            Model.MlFit fit = Model.FitMl(Row.All);
            return fit.Coefficients.Site_factor_Year_A_ArmDrug_SmokerTrue["Berlin", 2019, "a1"].Name.Contains("Berlin") ? "Berlin" : "";
            """));

    private static string Literal(string text) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(text, quote: true);
}
