namespace GlmmDsl.Generators.Tests.Columns;

/// <summary>The responses of generalised models: the same data written in several ways give the same fit, and wrong responses give clear errors.</summary>
public sealed class GeneralizedResponses
{
    private static readonly (string Title, string Arguments)[] Binary =
    [
        ("numbers 0 and 1", "\"Y ~ X + Arm + (1 | G)\", Family.Binomial"),
        ("a bool", "\"Yes ~ X + Arm + (1 | G)\", Family.Binomial"),
        ("an enum", "\"Outcome ~ X + Arm + (1 | G)\", Family.Binomial"),
        ("a nullable bool", "\"Perhaps ~ X + Arm + (1 | G)\", Family.Binomial, Missing = MissingValues.Omit"),
        ("declared levels", "\"Text ~ X + Arm + (1 | G)\", Family.Binomial"),
        ("levels of the rows", "\"Word ~ X + Arm + (1 | G)\", Family.Binomial"),
        ("a comparison of a text", "\"I(Text == 'pass') ~ X + Arm + (1 | G)\", Family.Binomial"),
        ("a comparison of an enum", "\"I(Outcome == 'Yes') ~ X + Arm + (1 | G)\", Family.Binomial"),
        ("successes and failures", "\"cbind(Y, 1 - Y) ~ X + Arm + (1 | G)\", Family.Binomial, Link = Link.Logit"),
    ];

    private static readonly (string Title, string Arguments)[] Counted =
    [
        ("two columns", "\"cbind(Good, Bad) ~ X + Arm + (1 | G)\", Family.Binomial, Link = Link.Probit"),
        ("an expression", "\"cbind(Good, Size - Good) ~ X + Arm + (1 | G)\", Family.Binomial, Link = Link.Probit"),
        ("a proportion with Trials", "\"Share ~ X + Arm + (1 | G)\", Family.Binomial, Link = Link.Probit, Trials = \"Size\""),
        ("a proportion with weights of the kind", "\"Share ~ X + Arm + (1 | G)\", Family.Binomial, Link = Link.Probit, Weights = \"Size\", WeightKind = WeightKind.Trials"),
        ("a quotient", "\"I(Good / Size) ~ X + Arm + (1 | G)\", Family.Binomial, Link = Link.Probit, Trials = nameof(Row.Size)"),
    ];

    private static readonly (string Title, string Arguments, string Message)[] Wrong =
    [
        ("three levels", "\"Grade ~ X + (1 | G)\", Family.Binomial", "has 3 levels"),
        ("a count", "\"Good ~ X + (1 | G)\", Family.Binomial", "in row 2. A binomial response is 0 or 1"),
        ("a proportion of nothing", "\"Share ~ X + (1 | G)\", Family.Binomial", "needs the number of trials"),
        ("trials twice", "\"cbind(Good, Bad) ~ X + (1 | G)\", Family.Binomial, Trials = \"Size\"", "says how many trials each row has"),
        ("trials and weights", "\"Share ~ X + (1 | G)\", Family.Binomial, Trials = \"Size\", Weights = \"Times\"", "one column of weights"),
        ("no such trials", "\"Share ~ X + (1 | G)\", Family.Binomial, Trials = \"Sizes\"", "no column 'Sizes'"),
        ("trials of text", "\"Share ~ X + (1 | G)\", Family.Binomial, Trials = \"G\"", "'G', is not numeric"),
        ("Poisson of a factor", "\"Outcome ~ X + (1 | G)\", Family.Poisson", "A Poisson model explains counts"),
        ("Poisson of fractions", "\"Share ~ X + (1 | G)\", Family.Poisson", "A Poisson model explains counts"),
        ("Gaussian", "\"Share ~ X + (1 | G)\", Family.Gaussian", "use [LinearMixedModel]"),
        ("a link of another family", "\"Good ~ X + (1 | G)\", Family.Poisson, Link = Link.Probit", "its links are Log, Sqrt, Identity"),
    ];

    private static readonly ProbeSet Probes = new("GeneralizedResponses", GeneralizedRows.Source, [
        .. Binary.Concat(Counted).Select(c => (Model(c.Arguments), "return Model.FitLaplace(Row.All).Result;")),
        .. Wrong.Select(c => (Model(c.Arguments), "return Model.FitLaplace(Row.All).Result;")),
    ]);

    private static readonly Lazy<MixedModelFit> OfBinary = new(() => Probes.Run<MixedModelFit>(0));
    private static readonly Lazy<MixedModelFit> OfCounted = new(() => Probes.Run<MixedModelFit>(Binary.Length));

    public static TheoryData<string> BinaryResponses => [.. Binary.Select(c => c.Title)];

    public static TheoryData<string> CountedResponses => [.. Counted.Select(c => c.Title)];

    public static TheoryData<string> WrongResponses => [.. Wrong.Select(c => c.Title)];

    [Theory]
    [MemberData(nameof(BinaryResponses))]
    public void A_binary_outcome_may_be_written_as(string title) =>
        AssertSame(OfBinary.Value, Probes.Run<MixedModelFit>(Array.FindIndex(Binary, c => c.Title == title)));

    [Theory]
    [MemberData(nameof(CountedResponses))]
    public void Successes_of_trials_may_be_written_as(string title) =>
        AssertSame(OfCounted.Value, Probes.Run<MixedModelFit>(Binary.Length + Array.FindIndex(Counted, c => c.Title == title)));

    [Theory]
    [MemberData(nameof(WrongResponses))]
    public void A_wrong_response_or_attribute_says_what_to_do(string title)
    {
        int index = Array.FindIndex(Wrong, c => c.Title == title);
        Exception error = Assert.ThrowsAny<Exception>(() => Probes.Run<MixedModelFit>(Binary.Length + Counted.Length + index));
        Assert.Contains(Wrong[index].Message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_level_is_failure() =>
        Assert.Equal(
            -OfBinary.Value.Coefficients["X"].Estimate,
            Probe.Run<double>(
                GeneralizedRows.Source + Model("\"I(Outcome == 'No') ~ X + Arm + (1 | G)\", Family.Binomial"),
                "return Model.FitLaplace(Row.All).Coefficients.X.Estimate;"),
            1e-7);

    private static string Model(string arguments) => $"[GeneralizedLinearMixedModel<Row>({arguments})] public sealed partial class Model;";

    private static void AssertSame(MixedModelFit expected, MixedModelFit actual)
    {
        Assert.Equal(expected.Coefficients.Select(c => c.Name), actual.Coefficients.Select(c => c.Name));
        Assert.All(expected.Coefficients.Zip(actual.Coefficients), p => Assert.Equal(p.First.Estimate, p.Second.Estimate, 1e-9));
        Assert.Equal(expected.LogLikelihood.Value, actual.LogLikelihood.Value, 1e-9);
    }
}
