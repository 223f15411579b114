namespace GlmmDsl.Generators.Tests.Columns;

/// <summary>Marginal means and slopes of typed models: those of the result without types, by keys of the members' own types.</summary>
public sealed class TypedMeans
{
    private const string Models = """
        public enum Treatment { Placebo, Low, High }

        public enum Sex { F, M }

        public sealed record Visit(double Score, double Week, Treatment Arm, Sex Sex, string Site, int Year, bool Smoker, double Dose, DateOnly Day, int Good, string Patient)
        {
            public static Visit[] All => Enumerable.Range(0, 180).Select(Make).ToArray();

            private static Visit Make(int i) => new(
                Math.Sin(i * 1.3) + 0.2 * (i % 6) * (1 + i / 6 % 3) + i / 6 % 30 % 4, i % 6, (Treatment)(i / 6 % 3), (Sex)(i / 18 % 2), "s" + i / 36 % 3, 2019 + i / 12 % 3, i % 5 == 0,
                1 + i * 7 % 11, new DateOnly(2024, 1, 1).AddDays(i * 5 % 17), i * 3 % 7, "p" + i / 6);
        }

        [LinearMixedModel<Visit>("Score ~ Week * Arm * Sex + Site + log(Dose) + (Week | Patient)")]
        public sealed partial class Trial;

        [LinearMixedModel<Visit>("Score ~ Week + factor(Year) * Smoker + Day + (1 | Patient)")]
        public sealed partial class Yearly;

        [GeneralizedLinearMixedModel<Visit>("Good ~ Week * Arm + (1 | Patient)", Family.Poisson)]
        public sealed partial class Counts;

        public sealed record Kinds(double Y, string G, long Id, DateOnly Day, decimal Price, float Level, Half Short, System.Numerics.BigInteger Vast, DateOnly? Maybe)
        {
            public static Kinds[] All => Enumerable.Range(0, 60).Select(i => Of(i % 3, i)).ToArray();

            public static Kinds Of(int k, int i = 0) => new(
                Math.Sin(i * 1.3) + k, "g" + i / 3 % 5, 9007199254740992L + k, new DateOnly(2024, 1, 30).AddDays(k), k / 10.00m, k / 10f, (Half)(k / 10f), System.Numerics.BigInteger.Pow(10, 30) + k, new DateOnly(2024, 1, 30).AddDays(k));
        }

        [LinearMixedModel<Kinds>("Y ~ factor(Id) + (1 | G)")] public sealed partial class ById;
        [LinearMixedModel<Kinds>("Y ~ factor(Day) + (1 | G)")] public sealed partial class ByDay;
        [LinearMixedModel<Kinds>("Y ~ factor(Price) + (1 | G)")] public sealed partial class ByPrice;
        [LinearMixedModel<Kinds>("Y ~ factor(Level) + (1 | G)")] public sealed partial class ByLevel;
        [LinearMixedModel<Kinds>("Y ~ factor(Short) + (1 | G)")] public sealed partial class ByShort;
        [LinearMixedModel<Kinds>("Y ~ factor(Vast) + (1 | G)")] public sealed partial class ByVast;
        [LinearMixedModel<Kinds>("Y ~ factor(Maybe) + (1 | G)")] public sealed partial class ByMaybe;
        """;

    private static readonly (string Title, string Body)[] Uses =
    [
        .. new[] { ("Id", "[k.Id]"), ("Day", "[k.Day]"), ("Price", "[k.Price]"), ("Level", "[k.Level]"), ("Short", "[k.Short]"), ("Vast", "[k.Vast]"), ("Maybe", "[k.Maybe!.Value]") }.Select(c => (
            "numbers of each type made factors: " + c.Item1,
            $"var kr = By{c.Item1}.FitReml(Kinds.All).Wald(); var r = kr.Result.Means(\"{c.Item1}\"); return kr.Means.{c.Item1}.Count == 3 && Enumerable.Range(0, 3).All(i => {{ var k = Kinds.Of(i); return Same(kr.Means.{c.Item1}{c.Item2}, r[i]); }});")),
        ("means by a factor", "var kr = Trial.FitReml(Visit.All).KenwardRoger(); var m = kr.Means.Arm; return Same(m[Treatment.High], kr.Result.Means(\"Arm\")[\"High\"]) && m.Count == 3 && m.ToString() == kr.Result.Means(\"Arm\").ToString() && m.TryGet(Treatment.Low, out var low) && Same(low, m[Treatment.Low]);"),
        ("means in cells", "var kr = Trial.FitReml(Visit.All).Satterthwaite(); return Same(kr.Means.ArmBySex[Treatment.Low, Sex.M], kr.Result.Means(\"Arm\", \"Sex\")[\"Low\", \"M\"]) && Same(kr.Means.SexByArm[Sex.M, Treatment.Low], kr.Means.ArmBySex[Treatment.Low, Sex.M]) && Same(kr.Means.SiteBySex[\"s1\", Sex.F], kr.Result.Means(\"Site\", \"Sex\")[\"s1\", \"F\"]);"),
        ("reference values", "var kr = Trial.FitReml(Visit.All).KenwardRoger(); var at = kr.Result.Means(\"Arm\", null, (\"Week\", 12)); return Same(kr.Means.Arm.At(new() { Week = 12 })[Treatment.Low], at[\"Low\"]) && Same(kr.Means.At(new() { Week = 12 }).Arm[Treatment.Low], at[\"Low\"]) && Same(kr.Means.At(new() { Dose = 2 }).Arm.At(new() { Week = 12 })[Treatment.Low], at.At((\"Dose\", 2))[\"Low\"]);"),
        ("a level as a reference value", "var kr = Trial.FitReml(Visit.All).Wald(); var m = kr.Result.Means(\"Arm\").At(\"Sex\", \"M\").At(\"Site\", \"s2\"); return Same(kr.Means.Arm.At(new() { Sex = Sex.M, Site = \"s2\" })[Treatment.High], m[\"High\"]);"),
        ("the overall mean", "var kr = Trial.FitReml(Visit.All).Wald(); return Same(kr.Means.Overall, kr.Result.Means(\"1\")[0]) && Same(kr.Means.At(new() { Week = 3 }).Overall, kr.Result.Means(\"1\", null, (\"Week\", 3))[0]);"),
        ("pairs", "var kr = Trial.FitReml(Visit.All).KenwardRoger(); var typed = kr.Means.Arm.Pairs(Adjustment.Tukey); var p = kr.Result.Means(\"Arm\").Pairs(Adjustment.Tukey); return typed[Treatment.High, Treatment.Placebo].PValue == p[\"High\", \"Placebo\"].PValue && typed[Treatment.High, Treatment.Placebo].Estimate == -typed[Treatment.Placebo, Treatment.High].Estimate && typed.Count == 3 && typed.ToString() == p.ToString() && typed.Adjusted(Adjustment.Holm).Sum(t => t.PValue) == p.Adjusted(Adjustment.Holm).Sum(t => t.PValue);"),
        ("pairs within levels", "var kr = Trial.FitReml(Visit.All).KenwardRoger(); return kr.Means.ArmBySex.Pairs()[Treatment.High, Treatment.Low, Sex.M].PValue == kr.Result.Means(\"Arm\", \"Sex\").Pairs()[\"High\", \"Low\", \"M\"].PValue;"),
        ("contrasts", "var kr = Trial.FitReml(Visit.All).Satterthwaite(); var m = kr.Means.Arm; var r = kr.Result.Means(\"Arm\"); return m.Against(Treatment.Low)[Treatment.High, Treatment.Low].PValue == r.Against(\"Low\")[\"High\", \"Low\"].PValue && m.Consecutive()[Treatment.Low, Treatment.Placebo].PValue == r.Consecutive()[0].PValue && m.Polynomial().Named(\"linear\").Estimate == r.Polynomial().Named(\"linear\").Estimate && m.Contrasts((\"active\", [-1, 0.5, 0.5])).Named(\"active\").Estimate == r.Contrasts((\"active\", [-1, 0.5, 0.5]))[0].Estimate && kr.Means.ArmBySex.Against(Treatment.Placebo)[Treatment.Low, Treatment.Placebo, Sex.F].Estimate == kr.Result.Means(\"Arm\", \"Sex\").Against(\"Placebo\")[\"Low\", \"Placebo\", \"F\"].Estimate;"),
        ("weights", "var kr = Trial.FitReml(Visit.All).Wald(); return Same(kr.Means.Arm.Weighted(Weighting.Proportional)[Treatment.High], kr.Result.Means(\"Arm\").Weighted(Weighting.Proportional)[\"High\"]);"),
        ("slopes", "var kr = Trial.FitReml(Visit.All).KenwardRoger(); return Same(kr.Slopes.Week.Overall, kr.Result.Slopes(\"Week\")[0]) && Same(kr.Slopes.Week.Arm[Treatment.High], kr.Result.Slopes(\"Week\", \"Arm\")[\"High\"]) && Same(kr.Slopes.Week.ArmBySex[Treatment.High, Sex.M], kr.Result.Slopes(\"Week\", \"Arm\", \"Sex\")[\"High\", \"M\"]) && kr.Slopes.Week.Arm.Pairs()[Treatment.High, Treatment.Low].PValue == kr.Result.Slopes(\"Week\", \"Arm\").Pairs()[\"High\", \"Low\"].PValue && Same(kr.Slopes.Dose.At(new() { Dose = 2 }).Overall, kr.Result.Slopes(\"Dose\", null, null, (\"Dose\", 2))[0]) && Same(kr.Slopes.Dose.Site[\"s0\"], kr.Result.Slopes(\"Dose\", \"Site\")[\"s0\"]);"),
        ("numbers made factors, logicals and days", "var kr = Yearly.FitReml(Visit.All).KenwardRoger(); return Same(kr.Means.Year[2020], kr.Result.Means(\"Year\")[\"2020\"]) && Same(kr.Means.YearBySmoker[2021, true], kr.Result.Means(\"Year\", \"Smoker\")[\"2021\", \"TRUE\"]) && kr.Means.Year.Pairs()[2019, 2021].PValue == kr.Result.Means(\"Year\").Pairs()[\"2019\", \"2021\"].PValue && Same(kr.Means.Year.At(new() { Day = new DateOnly(2024, 1, 9), Smoker = false })[2019], kr.Result.Means(\"Year\").At((\"Day\", 19731)).At(\"Smoker\", \"FALSE\")[\"2019\"]) && Same(kr.Slopes.Day.Overall, kr.Result.Slopes(\"Day\")[0]);"),
        ("scales of a generalised model", "var w = Counts.FitLaplace(Visit.All).Wald(); return Same(w.Means.Arm.OnResponse()[Treatment.Low], w.Result.Means(\"Arm\").OnResponse()[\"Low\"]) && w.Means.Arm.OnResponse().Pairs().AreRatios && Same(w.Means.Arm.OfResponse(RandomEffectsAre.Integrated).At(new() { Week = 1 })[Treatment.Low], w.Result.Means(\"Arm\", null, (\"Week\", 1)).OfResponse(RandomEffectsAre.Integrated)[\"Low\"]);"),
        ("a level that the data lack", "var kr = Trial.FitReml(Visit.All.Where(v => v.Arm != Treatment.Low)).Wald(); try { return kr.Means.Arm[Treatment.Low] is null; } catch (KeyNotFoundException e) { return e.Message.Contains(\"Low\") && !kr.Means.Arm.TryGet(Treatment.Low, out _) && kr.Means.Arm.Count == 2; }"),
    ];

    private static readonly ProbeSet Probes = new(
        "TypedMeans", Models, Uses.Select(u => ("", u.Body)), "private static bool Same(MarginalEstimate a, MarginalEstimate b) => a.Estimate == b.Estimate && a.StandardError == b.StandardError && (a.DegreesOfFreedom == b.DegreesOfFreedom);");

    public static IEnumerable<object[]> Cases => Uses.Select((u, i) => new object[] { i, u.Title });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Typed_means_are_those_of_the_result(int index, string title) => Assert.True(Probes.Run<bool>(index), title);

    /// <summary>The code does not grow with the square of the factors: beyond four, only the cells of interacting factors have properties.</summary>
    [Theory]
    [InlineData("A + B + C + D", 12)]
    [InlineData("A + B + C + D + E", 0)]
    [InlineData("A * B + C + D + E", 2)]
    [InlineData("A * B * C * D * E * F * H", 24)]
    public void Cells_of_two_factors_are_bounded(string terms, int pairs)
    {
        string file = TypedCompilation.Generate($$"""
            public sealed record Row(double Y, bool A, bool B, bool C, bool D, bool E, bool F, bool H, string G);
            [LinearMixedModel<Row>("Y ~ {{terms}} + (1 | G)")] public sealed partial class Model;
            """)["Model.Means.g.cs"];
        Assert.Equal(pairs, file.Split("MarginalsBy<bool, bool, ReferenceValues>").Length - 1);
    }

    /// <summary>Members of the views keep out of the way of columns.</summary>
    [Fact]
    public void Names_of_the_members_hide_no_column() => Assert.Empty(TypedCompilation.Diagnostics("""
        public sealed record Row(double Y, bool Overall, bool At, bool Source, double Of, double Texts, string MarginalSet, [Column("a b")] bool C, bool ReferenceValues, string G, [Factor] Guid Id, char @class);

        [LinearMixedModel<Row>("Y ~ Overall * At + Source + Of + Texts + MarginalSet + `a b` + (1 | G)")]
        public sealed partial class Model;

        [LinearMixedModel<Row>("Y ~ ReferenceValues + Id + class + (1 | G)")]
        public sealed partial class SlopeSet;

        [LinearMixedModel<Row>("Y ~ 1 + (1 | G)")]
        public sealed partial class Empty;

        public static class Use
        {
            public static double Of(Model.Tests tests, SlopeSet.Tests other, Empty.Tests empty) =>
                tests.Means.Overall_[true].Estimate + tests.Means.OverallByAt.At(new() { Of = 1, Texts_ = 2, a_b = true })[true, false].Estimate + tests.Slopes.Of_.Overall.Estimate + tests.Means.MarginalSet_["x"].Estimate
                + other.Means.At(new() { @class = 'c', Id = Guid.Empty }).ReferenceValues_[true].Estimate + other.Means.@class['c'].Estimate + empty.Means.Overall.Estimate;
        }
        """));
}
