namespace GlmmDsl.Generators.Tests.Columns;

/// <summary>Bad values in rows, and the policies for missing values: errors name the column and the row.</summary>
public sealed class BadRows
{
    private const string Models = """
        public enum Arm { Placebo, Drug }

        public sealed record Row(double Y, double? X, Arm? A, [Factor("a", "b")] string? F, string? G, double Unused);

        [LinearMixedModel<Row>("Y ~ X + A + F + (1 | G)")]
        public sealed partial class Strict;

        [LinearMixedModel<Row>("Y ~ X + A + F + (1 | G)", Missing = MissingValues.Omit)]
        public sealed partial class Lenient;

        public static class Source
        {
            public static Row[] Rows(Func<Row, Row?> change)
            {
                Row[] rows = Enumerable.Range(0, 40).Select(i => new Row(Math.Sin(i) + i % 4, i * 7 % 11, (Arm)(i % 2), i % 3 == 0 ? "a" : "b", "g" + i % 4, double.NaN)).ToArray();
                rows[16] = change(rows[16])!;
                return rows;
            }
        }
        """;

    private static readonly string[] Changes =
    [
        "r with { X = null }", "r with { X = double.NaN }", "r with { Y = double.NaN }", "r with { A = null }", "r with { F = null }", "r with { G = null }",
    ];

    private static readonly string[] Unusable =
    [
        "r with { X = double.PositiveInfinity }", "r with { A = (Arm)7 }", "r with { F = \"something much longer than any level of this factor has\" }", "null",
    ];

    private static readonly ProbeSet Probes = new("BadRows", Models, Changes.Select(MissingProbe).Concat(Unusable.Select(UnusableProbe)));

    [Theory]
    [InlineData("r with { X = null }", "X")]
    [InlineData("r with { X = double.NaN }", "X")]
    [InlineData("r with { Y = double.NaN }", "Y")]
    [InlineData("r with { A = null }", "A")]
    [InlineData("r with { F = null }", "F")]
    [InlineData("r with { G = null }", "G")]
    public void A_missing_value_fails_with_column_and_row_or_is_omitted(string change, string column)
    {
        string[] said = Probes.Run<string[]>(Array.IndexOf(Changes, change));
        Assert.StartsWith(column + ": ", said[0], StringComparison.Ordinal);
        Assert.Contains("row 17", said[0], StringComparison.Ordinal);
        Assert.Equal("1", said[1]);
        Assert.Equal("39", said[2]);
    }

    [Theory]
    [InlineData("r with { X = double.PositiveInfinity }", "X")]
    [InlineData("r with { A = (Arm)7 }", "7")]
    [InlineData("r with { F = \"something much longer than any level of this factor has\" }", "something much longer than any level of ")]
    [InlineData("null", "null")]
    public void A_value_no_model_can_use_is_an_error_under_either_policy(string change, string said)
    {
        string[] messages = Probes.Run<string[]>(Changes.Length + Array.IndexOf(Unusable, change));
        Assert.All(messages, m => Assert.Contains("row 17", m, StringComparison.OrdinalIgnoreCase));
        Assert.All(messages, m => Assert.Contains(said, m, StringComparison.Ordinal));
        Assert.All(messages, m => Assert.DoesNotContain("this factor has", m, StringComparison.Ordinal));
    }

    [Fact]
    public void Predictions_ignore_the_response_and_know_new_levels()
    {
        double[] predictions = Probe.Run<double[]>(
            Models,
            """
            Row[] rows = Source.Rows(r => r);
            Strict.RemlFit fit = Strict.FitReml(rows);
            Row unknown = rows[3] with { G = "nobody", Y = double.NaN };
            bool thrown = false;
            try
            {
                fit.Predict(unknown);
            }
            catch (ModelDataException)
            {
                thrown = true;
            }

            return new[]
            {
                fit.Predict(rows)[3] - fit.Result.Fitted[3],
                fit.Predict(rows[3]) - fit.Result.Fitted[3],
                fit.Predict(new Strict.Predictors(rows[3].X, rows[3].A, rows[3].F, rows[3].G)) - fit.Result.Fitted[3],
                fit.Predict(unknown, NewLevels.Population) - fit.Result.Fitted[3] + fit.RandomEffects.G["g3"].Intercept.Value,
                thrown ? 0 : 1,
            };
            """);
        Assert.All(predictions, p => Assert.Equal(0, p, 1e-10));
    }

    private static (string Models, string Body) MissingProbe(string change) =>
        ("", $$"""
            Row[] rows = Source.Rows(r => {{change}});
            string message = "";
            try
            {
                Strict.FitReml(rows);
            }
            catch (ModelDataException e)
            {
                message = e.Column + ": " + e.Message;
            }

            Lenient.RemlFit fit = Lenient.FitReml(rows);
            return new[] { message, fit.Notices.Single(n => n.Id == NoticeId.RowsOmitted).Count.ToString()!, fit.Result.RowCount.ToString() };
            """);

    private static (string Models, string Body) UnusableProbe(string change) =>
        ("", $$"""
            Row[] rows = Source.Rows(r => {{change}});
            return new Action[] { () => Strict.FitReml(rows), () => Lenient.FitMl(rows.AsEnumerable().Skip(0)) }.Select(fit =>
            {
                try
                {
                    fit();
                    return "";
                }
                catch (ModelDataException e)
                {
                    return e.Message;
                }
            }).ToArray();
            """);
}
