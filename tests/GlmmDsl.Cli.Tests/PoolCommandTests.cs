using System.Text.Json;

namespace GlmmDsl.Cli.Tests;

/// <summary><c>glmm pool</c>.</summary>
public sealed class PoolCommandTests
{
    private const string Model = "y ~ f + x + (1 | g)";

    [Fact]
    public void Coefficients_and_terms_are_pooled_over_files()
    {
        using CsvFile one = Imputation(1), two = Imputation(2), three = Imputation(3);

        Glmm.Outcome outcome = Glmm.Run("pool", Model, one.FilePath, two.FilePath, three.FilePath, "--json");

        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        JsonElement root = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(3, root.GetProperty("imputations").GetInt32());
        Assert.Equal("Kenward-Roger", root.GetProperty("method").GetString());
        double[] slopes = [.. new[] { one, two, three }.Select(f => Slope(f.FilePath))];
        JsonElement x = root.GetProperty("coefficients").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "x");
        Assert.Equal(slopes.Average(), x.GetProperty("estimate").GetDouble(), 1e-10);
        JsonElement[] terms = [.. root.GetProperty("terms").EnumerateArray()];
        Assert.Equal(["f", "x"], terms.Select(t => t.GetProperty("term").GetString()));
        Assert.Equal(2, terms[0].GetProperty("numDf").GetInt32());

        // A term of one column is tested as its coefficient is.
        Assert.Equal(x.GetProperty("p").GetDouble(), terms[1].GetProperty("p").GetDouble(), 1e-12);
    }

    [Fact]
    public void Without_json_there_are_a_table_of_coefficients_and_one_of_terms()
    {
        using CsvFile one = Imputation(1), two = Imputation(2);

        string output = Glmm.Run("pool", Model, one.FilePath, two.FilePath, "--df", "wald").Output;

        Assert.StartsWith("Pooled over 2 imputations (Rubin's rules; complete-data degrees of freedom: Wald)\n", output, StringComparison.Ordinal);
        Assert.Contains("\nTerms (type III; D1 of Li, Raghunathan and Rubin)\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pooling takes the files of two imputations or more", Model, "1")]
    [InlineData("The formula comes first", "1", Model, "2")]
    [InlineData("FILE.csv.. is missing", Model)]
    public void Arguments_in_another_order_or_number_are_refused(string message, params string[] arguments)
    {
        using CsvFile one = Imputation(1), two = Imputation(2);

        Glmm.Outcome outcome = Glmm.Run(["pool", .. arguments.Select(a => a == "1" ? one.FilePath : a == "2" ? two.FilePath : a)]);

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_level_that_one_imputation_lacks_is_refused_with_both_lists()
    {
        using CsvFile one = Imputation(1);
        using var two = new CsvFile(File.ReadAllText(one.FilePath).Replace(",c,", ",b,", StringComparison.Ordinal));

        Glmm.Outcome outcome = Glmm.Run("pool", Model, one.FilePath, two.FilePath);

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains("not of one model", outcome.Error, StringComparison.Ordinal);
    }

    private static double Slope(string file) =>
        JsonDocument.Parse(Glmm.Run("fit", file, Model, "--json").Output).RootElement is var root
            ? root.GetProperty("beta")[root.GetProperty("xColumns").EnumerateArray().ToList().FindIndex(c => c.GetString() == "x")].GetDouble()
            : 0;

    /// <summary>Rows of which every seventh has another response in each imputation.</summary>
    private static CsvFile Imputation(int number) => new("y,f,x,g\n" + string.Concat(Enumerable.Range(0, 84).Select(i =>
    {
        double y = (0.5 * (i % 3)) + (i % 5 * 0.3) + Math.Sin(1.7 * i) + ((i % 6) * 0.4) + (i % 7 == 0 ? Math.Cos(i * number) : 0);
        return FormattableString.Invariant($"{y:R},{"abc"[i % 3]},{i % 5},g{i % 6}\n");
    })));
}
