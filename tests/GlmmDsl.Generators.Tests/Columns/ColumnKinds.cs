using System.Collections.Immutable;
using System.Reflection;
using GlmmDsl.Data;

namespace GlmmDsl.Generators.Tests.Columns;

/// <summary>Every row of the table of column kinds: a model of each type is compiled, run and compared with the run-time path.</summary>
public sealed class ColumnKinds
{
    private const int Rows = 36;

    /// <summary>Types as predictors: the member, the value of code c (0, 1, 2), the run-time column of the same values.</summary>
    private static readonly (string Member, string Value, Func<string, Column> Column)[] Predictors =
    [
        ("double X", "c", Numbers),
        ("float X", "c", Numbers),
        ("decimal X", "c", Numbers),
        ("Half X", "(Half)c", Numbers),
        ("sbyte X", "(sbyte)c", Numbers),
        ("byte X", "(byte)c", Numbers),
        ("short X", "(short)c", Numbers),
        ("ushort X", "(ushort)c", Numbers),
        ("int X", "c", Numbers),
        ("uint X", "(uint)c", Numbers),
        ("long X", "c", Numbers),
        ("ulong X", "(ulong)c", Numbers),
        ("nint X", "c", Numbers),
        ("nuint X", "(nuint)c", Numbers),
        ("Int128 X", "c", Numbers),
        ("UInt128 X", "(UInt128)c", Numbers),
        ("System.Numerics.BigInteger X", "c", Numbers),
        ("double? X", "c", Numbers),
        ("float? X", "c", Numbers),
        ("decimal? X", "c", Numbers),
        ("int? X", "c", Numbers),
        ("Int128? X", "c", Numbers),
        ("DateOnly X", "new DateOnly(1970, 1, 1).AddDays(c)", Numbers),
        ("DateOnly? X", "new DateOnly(1970, 1, 1).AddDays(c)", Numbers),
        ("bool X", "c > 0", Logical),
        ("bool? X", "c > 0", Logical),
        ("Dose X", "(Dose)c", n => Factor(n, ["High", "None", "Low"])),
        ("Dose? X", "(Dose)c", n => Factor(n, ["High", "None", "Low"])),
        ("[Ordered] Dose X", "(Dose)c", n => Factor(n, ["High", "None", "Low"], isOrdered: true)),
        ("[Factor(\"Low\", \"None\", \"High\")] Dose X", "(Dose)c", n => Factor(n, ["Low", "None", "High"], codes: [2, 1, 0])),
        ("[Contrasts(Coding.Sum)] Dose X", "(Dose)c", n => Factor(n, ["High", "None", "Low"], coding: Coding.Sum)),
        ("string X", "\"bac\"[c].ToString()", n => Factor(n, ["a", "b", "c"], codes: [1, 0, 2])),
        ("string? X", "\"bac\"[c].ToString()", n => Factor(n, ["a", "b", "c"], codes: [1, 0, 2])),
        ("[Factor(\"c\", \"a\", \"b\")] string X", "\"bac\"[c].ToString()", n => Factor(n, ["c", "a", "b"], codes: [2, 1, 0])),
        ("[property: Ordered(\"c\", \"a\", \"b\")] string X", "\"bac\"[c].ToString()", n => Factor(n, ["c", "a", "b"], codes: [2, 1, 0], isOrdered: true)),
        ("char X", "\"bac\"[c]", n => Factor(n, ["a", "b", "c"], codes: [1, 0, 2])),
        ("char? X", "\"bac\"[c]", n => Factor(n, ["a", "b", "c"], codes: [1, 0, 2])),
        ("Guid X", "new Guid(c, 0, 0, new byte[8])", n => Factor(n, ["00000000-0000-0000-0000-000000000000", "00000001-0000-0000-0000-000000000000", "00000002-0000-0000-0000-000000000000"])),
        ("[Factor] int X", "10 - c", n => Factor(n, ["8", "9", "10"], codes: [2, 1, 0])),
        ("[Factor(\"9\", \"10\", \"8\")] int X", "10 - c", n => Factor(n, ["9", "10", "8"], codes: [1, 0, 2])),
        ("[Factor] double X", "c / 10.0", n => Factor(n, ["0", "0.1", "0.2"])),
        ("[Factor] float X", "c / 10f", n => Factor(n, ["0", "0.1", "0.2"])),
        ("[Factor] decimal? X", "c / 10.0m", n => Factor(n, ["0", "0.1", "0.2"])),
        ("[Factor] bool X", "c > 0", n => Factor(n, ["FALSE", "TRUE"], codes: [0, 1, 1])),
        ("[Factor] DateTime X", "new DateTime(2024, 5, 31, 10, 0, c)", n => Factor(n, ["2024-05-31 10:00:00", "2024-05-31 10:00:01", "2024-05-31 10:00:02"])),
    ];

    /// <summary>Types as grouping factors: the member, the value of code g (0 to 5), the levels' texts in order of g.</summary>
    private static readonly (string Member, string Value, string[] Levels)[] Groups =
    [
        ("int G", "g * 3 - 3", ["-3", "0", "3", "6", "9", "12"]),
        ("int? G", "g + 8", ["8", "9", "10", "11", "12", "13"]),
        ("long G", "9007199254740992L + g", ["9007199254740992", "9007199254740993", "9007199254740994", "9007199254740995", "9007199254740996", "9007199254740997"]),
        ("ulong G", "18446744073709551610UL + (ulong)g", ["18446744073709551610", "18446744073709551611", "18446744073709551612", "18446744073709551613", "18446744073709551614", "18446744073709551615"]),
        ("decimal G", "g / 10.00m", ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]),
        ("double G", "g / 10.0", ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]),
        ("string G", "\"s\" + g", ["s0", "s1", "s2", "s3", "s4", "s5"]),
        ("char G", "(char)('a' + g)", ["a", "b", "c", "d", "e", "f"]),
        ("Dose G", "(Dose)g", ["High", "None", "Low", "D", "E", "F"]),
        ("DateOnly G", "new DateOnly(2024, 1, 30).AddDays(g)", ["2024-01-30", "2024-01-31", "2024-02-01", "2024-02-02", "2024-02-03", "2024-02-04"]),
        ("DateTime G", "new DateTime(2024, 1, 1, g, 0, 0)", ["2024-01-01 00:00:00", "2024-01-01 01:00:00", "2024-01-01 02:00:00", "2024-01-01 03:00:00", "2024-01-01 04:00:00", "2024-01-01 05:00:00"]),
        ("DateTimeOffset G", "new DateTimeOffset(2024, 1, 1, g + 2, 0, 0, TimeSpan.FromHours(2))", ["2024-01-01 00:00:00Z", "2024-01-01 01:00:00Z", "2024-01-01 02:00:00Z", "2024-01-01 03:00:00Z", "2024-01-01 04:00:00Z", "2024-01-01 05:00:00Z"]),
        ("TimeSpan? G", "TimeSpan.FromMinutes(g)", ["00:00:00", "00:01:00", "00:02:00", "00:03:00", "00:04:00", "00:05:00"]),
        ("TimeOnly G", "new TimeOnly(g, 30)", ["00:30:00", "01:30:00", "02:30:00", "03:30:00", "04:30:00", "05:30:00"]),
        ("bool G", "g > 2", ["FALSE", "FALSE", "FALSE", "TRUE", "TRUE", "TRUE"]),
        ("Guid? G", "new Guid(g, 0, 0, new byte[8])", [.. Enumerable.Range(0, 6).Select(i => $"0000000{i}-0000-0000-0000-000000000000")]),
    ];

    private static readonly Lazy<Assembly> Compiled = new(() => TypedCompilation.Load("ColumnKinds", [Source()]).Assembly);

    public static IEnumerable<object[]> PredictorIndices => Predictors.Select((p, i) => new object[] { i, p.Member });

    public static IEnumerable<object[]> GroupIndices => Groups.Select((p, i) => new object[] { i, p.Member });

    [Theory]
    [MemberData(nameof(PredictorIndices))]
    public void A_predictor_of_each_type_fits_as_the_run_time_path_does(int index, string member)
    {
        Assert.NotEmpty(member);
        var typed = (MixedModelFit)Compiled.Value.GetType($"Predictor{index}.Runner")!.GetMethod("Fit")!.Invoke(null, null)!;
        var table = new Table([Response(), Predictors[index].Column("X"), Group(["0", "1", "2", "3", "4", "5"])]);
        MixedModelFit untyped = MixedModel.Fit("Y ~ X + (1 | G)", table);
        Assert.Equal(untyped.Coefficients.Select(c => c.Name), typed.Coefficients.Select(c => c.Name));
        Assert.All(untyped.Coefficients.Zip(typed.Coefficients), p => Assert.Equal(p.First.Estimate, p.Second.Estimate, 1e-9));
    }

    [Theory]
    [MemberData(nameof(GroupIndices))]
    public void A_grouping_factor_of_each_type_has_its_exact_levels(int index, string member)
    {
        Assert.NotEmpty(member);
        var typed = (MixedModelFit)Compiled.Value.GetType($"Group{index}.Runner")!.GetMethod("Fit")!.Invoke(null, null)!;
        MixedModelFit untyped = MixedModel.Fit("Y ~ X + (1 | G)", new Table([Response(), Numbers("X"), Group(Groups[index].Levels)]));
        Assert.Equal(Groups[index].Levels.Distinct(), typed.RandomEffects["G"].Levels);
        foreach (string level in Groups[index].Levels)
        {
            Assert.Equal(untyped.RandomEffects["G"][level, "(Intercept)"].Value, typed.RandomEffects["G"][level, "(Intercept)"].Value, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(GroupIndices))]
    public void A_level_is_found_by_a_key_of_the_members_own_type(int index, string member)
    {
        Assert.NotEmpty(member);
        Assert.True((bool)Compiled.Value.GetType($"Group{index}.Runner")!.GetMethod("FindsEveryLevel")!.Invoke(null, null)!);
    }

    private static string Source() => string.Join("\n", Predictors.Select((p, i) => Model($"Predictor{i}", p.Member + ", int G", p.Value, "g", "true"))
        .Concat(Groups.Select((g, i) => Model($"Group{i}", "int X, " + g.Member, "c", g.Value, $"Model.FitReml(Rows()).RandomEffects.G[{g.Value}].Level == {Level(g.Levels)}")))
        .Append("public enum Dose { High, None, Low, Nought = 1, Least = 2, D, E, F }"));

    private static string Level(string[] levels) => $"new[] {{ {string.Join(", ", levels.Select(l => $"\"{l}\""))} }}[g]";

    private static string Model(string scope, string members, string x, string g, string finds) => $$"""
        namespace {{scope}}
        {
            public sealed record Row(double Y, {{members}});

            [LinearMixedModel<Row>("Y ~ X + (1 | G)")]
            public sealed partial class Model;

            public static class Runner
            {
                public static MixedModelFit Fit() => Model.FitReml(Rows()).Result;

                public static bool FindsEveryLevel() => Enumerable.Range(0, 6).All(g => {{finds}});

                private static IEnumerable<Row> Rows()
                {
                    for (int i = 0; i < {{Rows}}; i++)
                    {
                        int c = i * 7 / 5 % 3, g = i % 6;
                        yield return new Row(Math.Sin(i) * 3 + g, {{x}}, {{g}});
                    }
                }
            }
        }
        """;

    private static IEnumerable<int> Codes => Enumerable.Range(0, Rows).Select(i => i * 7 / 5 % 3);

    private static NumericColumn Response() => new("Y", [.. Enumerable.Range(0, Rows).Select(i => (Math.Sin(i) * 3) + (i % 6))]);

    private static NumericColumn Numbers(string name) => new(name, [.. Codes.Select(c => (double)c)]);

    private static FactorColumn Logical(string name) => new(name, ["FALSE", "TRUE"], [.. Codes.Select(c => c > 0 ? 1 : 0)], isLogical: true);

    private static FactorColumn Factor(string name, ImmutableArray<string> levels, int[]? codes = null, bool isOrdered = false, Coding? coding = null) =>
        new(name, levels, [.. Codes.Select(c => codes is null ? c : codes[c])], isOrdered, coding);

    private static FactorColumn Group(string[] levels)
    {
        ImmutableArray<string> distinct = [.. levels.Distinct()];
        return new("G", distinct, [.. Enumerable.Range(0, Rows).Select(i => distinct.IndexOf(levels[i % 6]))]);
    }
}
