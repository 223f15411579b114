using GlmmDsl.Data;

namespace GlmmDsl.Tests.Modeling;

/// <summary>Null arguments, default values and undefined enum values are reported as argument errors, before anything is computed.</summary>
public sealed class ArgumentTests
{
    private const string Model = "y ~ x + (1 | g)";

    public static TheoryData<string, FitOptions> OptionsWithoutMeaning => new()
    {
        { nameof(FitOptions.Method), new FitOptions { Method = (FitMethod)7 } },
        { nameof(FitOptions.Family), new FitOptions { Family = (Family)99 } },
        { nameof(FitOptions.Link), new FitOptions { Link = (Link)(-1) } },
        { nameof(FitOptions.Approximation), new FitOptions { Approximation = (Approximation)7 } },
        { nameof(FitOptions.Information), new FitOptions { Information = (Information)7 } },
        { nameof(FitOptions.Missing), new FitOptions { Missing = (MissingValues)7 } },
        { nameof(FitOptions.WeightKind), new FitOptions { WeightKind = (WeightKind)7 } },
        { "functions", new FitOptions { Functions = null! } },
        { "functions", new FitOptions { Functions = FitOptions.Default.Functions.Add(("half", 1), null!) } },
        { "notice policy", new FitOptions { Notices = null! } },
    };

    [Theory]
    [MemberData(nameof(OptionsWithoutMeaning))]
    public void An_option_without_a_meaning_is_named(string option, FitOptions options)
    {
        CrossProducts products = CrossProducts.Of(Formula.Parse(Model), Fits.Small());

        Func<object?>[] uses =
        [
            () => MixedModel.Fit(Model, Fits.Small(), options),
            () => MixedModel.Fit(products, options),
            () => CrossProducts.Of(Formula.Parse(Model), Fits.Small(), options),
            () => CrossProducts.Of(Formula.Parse(Model), [Fits.Small(), Fits.Small()], options),
        ];

        Assert.All(uses, use => Assert.Contains(option, Assert.Throws<ArgumentException>(use).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Null_is_refused_as_an_argument()
    {
        Table rows = Fits.Small();
        Func<object?>[] uses =
        [
            () => Formula.Parse(null!),
            () => MixedModel.Fit((string)null!, rows),
            () => MixedModel.Fit((Formula)null!, rows),
            () => MixedModel.Fit(Model, null!),
            () => MixedModel.Fit((CrossProducts)null!),
            () => CrossProducts.Of(null!, rows),
            () => CrossProducts.Of(Formula.Parse(Model), (Table)null!),
            () => CrossProducts.Of(Formula.Parse(Model), (IEnumerable<Table>)null!),
            () => CrossProducts.Of(Formula.Parse(Model), [rows, null!]),
            () => CrossProducts.Of(Formula.Parse(Model), Stream(rows, null!)),
            () => CrossProducts.Merge(null!, null!),
            () => CrossProducts.Load(null!),
            () => new Table(null!),
            () => new Table([null!]),
            () => new NumericColumn(null!, [1]),
            () => new NumericColumn("x", null!),
            () => new FactorColumn("f", default, []),
            () => new FactorColumn("f", ["a"], null!),
            () => new FactorColumn("f", ["a", null!], [0]),
            () => FactorColumn.FromText("f", null!),
            () => FactorColumn.FromLogical("f", null!),
            () => rows.WithLevels("g", null!),
            () => rows.WithLevels("g", ["g1", null!]),
            () => rows.WithFactor(null!),
        ];

        Assert.All(uses, use => Assert.ThrowsAny<ArgumentException>(use));
    }

    [Fact]
    public void Enum_values_without_a_name_are_refused_as_arguments()
    {
        Func<object?>[] uses =
        [
            () => Fits.Small().WithCoding("g", (Coding)77),
            () => new FactorColumn("f", ["a"], [0], coding: (Coding)77),
            () => NoticePolicy.Default.With((NoticeId)1, NoticeAction.Throw),
            () => NoticePolicy.Default.With(NoticeId.Singular, (NoticeAction)7),
        ];

        Assert.All(uses, use => Assert.ThrowsAny<ArgumentException>(use));
    }

    [Fact]
    public void Weights_that_are_all_zero_are_what_is_named()
    {
        Table rows = new([.. Fits.Small().Columns, new NumericColumn("v", new double[Fits.Small().RowCount])]);

        ModelDataException error = Assert.Throws<ModelDataException>(() => MixedModel.Fit(Model, rows, new FitOptions { Weights = "v" }));

        Assert.Equal("v", error.Column);
        Assert.StartsWith("No row is left: v is 0 in each of the", error.Message, StringComparison.Ordinal);
    }

    // No list, whose moments would be taken first.
    private static IEnumerable<Table> Stream(params Table[] parts) => parts.Where(_ => true);
}
