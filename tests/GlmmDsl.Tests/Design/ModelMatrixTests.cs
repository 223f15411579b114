using System.Text.Json;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Tests.Architecture;

namespace GlmmDsl.Tests.Design;

/// <summary>Fixed-effects columns against R's model.matrix, recorded by model-matrices.R.</summary>
public class ModelMatrixTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Formulas => [.. Recorded().Keys];

    [Theory]
    [MemberData(nameof(Formulas))]
    public void Names_and_columns_are_those_of_model_matrix(string formula)
    {
        (string[] names, double[][] expected) = Recorded()[formula];

        ModelMatrices design = SmallTable.Build(formula).Matrices;

        Assert.Equal(names, design.FixedNames.ToArray());
        for (int j = 0; j < expected.Length; j++)
        {
            for (int row = 0; row < expected[j].Length; row++)
            {
                Assert.Equal(expected[j][row], design.FixedColumns[j][row], Tolerance * Math.Max(1, Math.Abs(expected[j][row])));
            }
        }
    }

    [Theory]
    [InlineData("y ~ x", true)]
    [InlineData("y ~ 0 + x", false)]
    [InlineData("y ~ 0 + f", true)]
    [InlineData("y ~ 0 + f:g", true)]
    [InlineData("y ~ 0 + f:x", false)]
    public void A_design_knows_whether_it_spans_the_intercept(string formula, bool spans) =>
        Assert.Equal(spans, SmallTable.Build(formula).Matrices.SpansIntercept);

    [Fact]
    public void Columns_know_their_terms() =>
        Assert.Equal([0, 1, 1, 2, 3, 3], SmallTable.Build("y ~ f * x").Matrices.FixedTermOfColumn.ToArray());

    [Fact]
    public void A_column_and_a_call_of_the_same_name_are_two_variables()
    {
        Table table = SmallTable.With(new NumericColumn("log(z)", [.. SmallTable.X.Select(x => 100 + x * x)]));

        ModelMatrices design = SmallTable.Build("y ~ log(z) + `log(z)`", table).Matrices;

        Assert.Equal(Math.Log(0.2), design.FixedColumns[1][0], 15);
        Assert.Equal(101, design.FixedColumns[2][0]);
    }

    [Fact]
    public void A_sum_of_thousands_of_terms_inside_a_function_needs_no_deep_stack()
    {
        double[] column = [];
        var thread = new Thread(
            () => column = SmallTable.Build("y ~ I(" + string.Join("+", Enumerable.Repeat("x", 4_900)) + ")").Matrices.FixedColumns[1], 256 * 1024);

        thread.Start();
        thread.Join();

        Assert.Equal(4_900, column[0]);
    }

    [Fact]
    public void User_functions_take_numbers_and_leave_missing_values_missing()
    {
        var options = new DesignOptions
        {
            Missing = MissingValues.Omit,
            Functions = new DesignOptions().Functions.Add(("Hypot", 2), v => double.IsNaN(v[0] + v[1]) ? 0 : Math.Sqrt(v[0] * v[0] + v[1] * v[1])),
        };

        ModelMatrices design = SmallTable.Build("y ~ Hypot(x, 2 * z)", SmallTable.With("z", 3, double.NaN), options).Matrices;

        Assert.Equal(11, design.RowCount);
        Assert.Equal(Math.Sqrt(1 + 0.16), design.FixedColumns[1][0], 15);
    }

    private static Dictionary<string, (string[] Names, double[][] Columns)> Recorded()
    {
        string path = Path.Combine(RepositoryRoot.Path, "tests", "GlmmDsl.Tests", "Design", "model-matrices.json");
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        return json.RootElement.EnumerateArray().ToDictionary(
            item => item.GetProperty("formula").GetString()!,
            item => (
                item.GetProperty("names").EnumerateArray().Select(n => n.GetString()!).ToArray(),
                item.GetProperty("columns").EnumerateArray().Select(c => c.EnumerateArray().Select(v => v.GetDouble()).ToArray()).ToArray()),
            StringComparer.Ordinal);
    }
}
