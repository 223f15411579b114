using System.Globalization;
using System.Text;
using GlmmDsl.Analyzers.Tests.Harness;
using GlmmDsl.Tests.Architecture;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Tests.Formulas;

/// <summary>
/// Every message of the rules on formulas in one file for people to read, <c>FormulaMessages.txt</c>: a formula, and below it its messages,
/// the marked text first. When messages change, read the file that the test writes next to its assembly; if it reads well, put it in place of that one.
/// </summary>
public class FormulaMessagesTests
{
    private const string FileName = "FormulaMessages.txt";

    private static readonly string[] Models =
    [
        // Texts that are no formula.
        "null", Text(""), Text("Score"), Text("Score ~"), Text("~ Week + (1 | Patient)"), Text("Score = Week + (1 | Patient)"), Text("Score ~ Week ~ Arm"),
        Text("Score ~ Week +"), Text("Score ~ Week Arm"), Text("Score ~ Week (1 | Patient)"), Text("Score ~ Week (1 | Patient"), Text("Score ~ Week)"),
        Text("lmer(Score ~ Week + (1 | Patient), data = visits)"), Text("lmer(Score ~ Week + (1 | Patient), data = visits, REML = FALSE)"),
        Text("Score ~ Week + (1 | Patient), data = visits"), Text("Score ∼ Week"), Text("Score ~ Week – 1"), Text("Score ~ Week × Arm"), Text("Score ~ visits$Week"),
        Text("Score ~ Week %% 2"), Text("Score ~ _Week"), Text("Score ~ next"), Text("Score ~ Week @ Arm"), Text("Score ~ ."), Text("Score ~ 'Week'"), Text("Score ~ 2 * Week"),
        "\"\"\"\n        Score ~ Week +\n          (1 | Patient\n        \"\"\"",

        // Formulas that are no model.
        Text("Score ~ 0"), Text("Score ~ Week + 1 | Patient"), Text("Score ~ Week * (1 | Patient)"), Text("Score ~ Week + (0 | Patient)"), Text("Score ~ Week + (1 | Patient + Site)"),
        Text("Score ~ Week + (1 | Patient | Site)"), Text("Score ~ Week + log(1 | Patient)"), Text("Score ~ Week + exchangeable(1 | Patient)"), Text("Score ~ Week + ar1(Week)"),
        Text("Score ~ Week + cs(Week || Patient)"), Text("Score ~ Week + ar1(0 + Week | Patient)"), Text("Score ~ Week + ar1(Arm | Patient)"), Text("Score ~ Week + toep(0 + SiteId | Patient)"), Text("Score ~ Week + ar1(0 + Site | Patient)"), Text("Score ~ Week + hetar1(1 | Patient)"), Text("Score ~ Week + ar1(0 + Arm:Site | Patient)"),
        Text("Score ~ Week + us(Week | Patient, hom = TRUE)"), Text("Score ~ Week + cs(Week | Patient, homo = TRUE)"), Text("Score ~ Week + cs(Week | Patient, TRUE)"), Text("Score ~ Week + cs(Week | Patient, hom = T)"), Text("Score ~ Week + homcs(Week | Patient, hom = FALSE)"), Text("Score ~ Week^Dose"),
        Text("Score ~ Week - offset(Dose)"), Text("Score ~ log(offset(Dose))"), Text("Score ~ cbind(Week, Dose)"), Text("Score ~ (a1*a2*a3*a4*a5*a6*a7*a8*a9*b1*b2*b3*b4)"),

        // Names.
        Text("Score ~ Wek"), Text("Score ~ Pat"), Text("Score ~ Zebra"), Text("Score ~ `odd nam`"), Text("Score ~ Drug"), Text("Score ~ Hidden"), Text("Score ~ Shared"), Text("Score ~ Written"),
        Text("Score ~ Compute"), Text("Score ~ Odd"), Text("Score ~ Dose1"), Text("Score ~ Tags"), Text("Score ~ Start"),
        Text("Score ~ lgo(Week)"), Text("Score ~ s(Week)"), Text("Score ~ tanh(Week)"), Text("Score ~ np.log(Week)"), Text("Score ~ Math.Pow(Week, 2)"), Text("Score ~ interpolate(Week)"), Text("Score ~ Half(Week, 2)"),
        Text("Score ~ log()"), Text("Score ~ exp(Week, 2)"), Text("Score ~ log(Week, bas = 2)"), Text("Score ~ poly(Week, 0)"), Text("Score ~ log(Arm)"), Text("Score ~ log(poly(Week, 2))"), Text("Score ~ factor(2)"),
        Text("Score ~ Half(Arm)"), Text("Score ~ I(Arm == 'Drog')"), Text("Score ~ I(Week:Dose)"), Text("Score ~ Week + (1 | poly(Week, 2))"), Text("Score ~ Score + Week"), Text("Score ~ log(Score)"),

        // Responses.
        Text("Stage ~ Week"), Text("Grade ~ Week"), Text("cbind(Size, Size) ~ Week"), Text("5 ~ Week"),

        // Other texts of the attribute.
        Text("Score ~ Week") + ", Weights = \"1/Exposure\"", Text("Score ~ Week") + ", Weights = \"Exposre\"", Text("Score ~ Week") + ", Weights = \"Patient\"", Text("Score ~ Week") + ", Offset = \"log(Exposre)\"",
        Text("Score ~ Arm") + ", Contrasts = \"Amr=sum\"", Text("Score ~ Arm") + ", Contrasts = \"Arm=sun\"", Text("Score ~ Arm") + ", Contrasts = \"Arm\"", Text("Score ~ Week") + ", Contrasts = \"Week=sum\"", Text("Score ~ Maybe"),

        // Formulas that say something else than they seem to.
        Text("Score ~ Week^2"), Text("Score ~ Arm^2"), Text("Score ~ Dose/Exposure"), Text("Score ~ Dose - Exposure"), Text("Score ~ (Dose + Week) * Exposure"), Text("Score ~ SiteId"),
        Text("Score ~ Week + (1 | Dose)"), Text("Score ~ Arm + (Arm || Patient)"), Text("Score ~ Week + (1 | Patient) + (Week | Patient)"), Text("Score ~ Week + (1 | Patient) + (1 | Patient)"),
        Text("Score ~ Week + (Week || Patient) + (1 | Patient)"), Text("Score ~ Week + (1 | Patient) + (Week || Patient)"), Text("Score ~ Week + (1 | Site/Patient) + (1 | Site)"), Text("Score ~ Arm + (Week | Patient)"), Text("Score ~ Week + (Patient | Week)"),
    ];

    [Fact]
    public async Task The_messages_read_as_the_file_shows_them()
    {
        string source = Rows + string.Concat(Models.Select((model, i) => string.Create(CultureInfo.InvariantCulture, $"[LinearMixedModel<Visit>({model})] public sealed partial class M{i} {{ private static double Half(double x) => x / 2; }}\n")));
        var found = await TestCompilation.DiagnoseAsync(TestCompilation.Create(source));
        var actual = new StringBuilder();
        int start = Rows.Length;
        foreach (string model in Models)
        {
            int end = source.IndexOf('}', source.IndexOf("Half(double", start, StringComparison.Ordinal)) + 1;
            actual.Append(model).Append('\n');
            foreach (Diagnostic diagnostic in found.Where(d => d.Id.StartsWith("GLMM", StringComparison.Ordinal) && d.Location.SourceSpan.Start >= start && d.Location.SourceSpan.Start < end))
            {
                string place = source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length);
                actual.Append(CultureInfo.InvariantCulture, $"    {diagnostic.Id} [{place}] {diagnostic.GetMessage(CultureInfo.InvariantCulture)}\n");
            }

            actual.Append('\n');
            start = end;
        }

        string text = actual.ToString();
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, FileName), text);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "tests", "GlmmDsl.Analyzers.Tests", "Formulas", FileName)), text);
    }

    private static string Text(string formula) => "\"" + formula + "\"";

    private const string Rows = """
        public enum Arm { Placebo, Drug }
        public enum Stage { First, Second, Third }
        public class Visit
        {
            public double Score { get; set; }
            public double Week { get; set; }
            public double Dose { get; set; }
            public double Exposure { get; set; }
            public double? Maybe { get; set; }
            public int Size { get; set; }
            public int SiteId { get; set; }
            public Arm Arm { get; set; }
            public Stage Stage { get; set; }
            [Ordered] public Stage Grade { get; set; }
            public string Patient { get; set; } = "";
            public string Site { get; set; } = "";
            public DateTime Start { get; set; }
            public List<string> Tags { get; set; } = [];
            [Column("odd name")] public double Odd { get; set; }
            private double Hidden { get; set; }
            public static double Shared { get; set; }
            public double Written { set { } }
            public double Compute() => 1;
        }

        """;
}
