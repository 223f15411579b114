using GlmmDsl.Data;

namespace GlmmDsl.Inference.Tests.Predictions;

/// <summary>New rows are read with the kinds of columns of the fit's data: a file of only F or T is not a file of truth values where the fit had a factor.</summary>
public sealed class NewRowKindsTests
{
    private static readonly Lazy<MixedModelFit> Fit = new(() => MixedModel.Fit("y ~ sex + (1 | site)", Csv(
        "y,sex,site\n" + string.Concat(Enumerable.Range(0, 48).Select(i => FormattableString.Invariant($"{(i % 2) + Math.Sin(i) + (i % 3)},{"FM"[i % 2]},{"FGT"[i % 3]}\n"))))));

    [Theory]
    [InlineData("sex,site\nF,G\n", 0)]
    [InlineData("sex,site\nM,F\n", 3)]
    [InlineData("sex,site\nF,F\nF,T\n", 0)]
    public void One_new_row_with_a_level_that_looks_like_a_truth_value_is_predicted(string rows, int row)
    {
        string all = "sex,site\nF,G\nF,F\nF,T\nM,F\nM,G\n";
        double[] expected = Fit.Value.Predict(Csv(all));
        int at = rows.Contains("F,F", StringComparison.Ordinal) ? 1 : row;

        Assert.Equal(expected[at], Fit.Value.Predict(Csv(rows))[0]);
        Assert.Equal(expected[at], Loaded().Predict(Csv(rows))[0]);
    }

    [Fact]
    public void A_new_level_is_called_what_the_file_calls_it()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ 1 + (1 | site)", Csv("y,site\n1,A\n2,A\n4,B\n3,B\n2,C\n5,C\n"));

        Assert.Contains("'T'", Assert.Throws<ModelDataException>(() => fit.Predict(Csv("site\nT\n"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Truth_values_of_the_fit_stay_truth_values_however_they_are_spelled()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ late", Csv("y,late\n1,T\n2,F\n4,T\n3,F\n"));

        Assert.Equal(fit.Predict(Csv("late\nTRUE\n")), fit.Predict(Csv("late\nT\n")));
    }

    private static MixedModelFit Loaded()
    {
        using var stream = new MemoryStream();
        Fit.Value.Save(stream);
        stream.Position = 0;
        return MixedModelFit.Load(stream);
    }

    private static Table Csv(string text) => Table.ReadCsv(new StringReader(text));
}
