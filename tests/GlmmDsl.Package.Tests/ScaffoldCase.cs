using System.Globalization;
using System.Text;

namespace GlmmDsl.Package.Tests;

/// <summary>A file of data, a model, and what it is about.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Text">What it holds.</param>
/// <param name="Formula">The model.</param>
/// <param name="Options">Options of the command line.</param>
internal sealed record ScaffoldCase(string File, string Text, string Formula, params string[] Options)
{
    /// <summary>Files as people have them: names and levels that are no identifiers, other separators and marks, missing values, every kind of column and model.</summary>
    public static IReadOnlyList<ScaffoldCase> All { get; } =
    [
        Of("quoted headers.csv", "\"my y\",\"x (mg/l)\",\"group.id\",\"2nd dose\"", r => $"{r.Y},{r.I % 7},{r.G},\"{r.Pick("low dose", "high, dose", "none")}\"", "`my y` ~ `x (mg/l)` + `2nd dose` + (1 | group.id)"),
        Of("collapse.csv", "y,a b,a.b,a_b,a-b,get_a,a,g", r => $"{r.Y},{r.I % 7},{r.I % 5},{r.Pick("p", "q")},{r.X},{r.I % 4},{r.I * r.I % 13},{r.G}", "y ~ `a b` + a.b + a_b + `a-b` + get_a + a + (1 | g)"),
        Of("class.csv", "return,class,enum,int,record", r => $"{r.Y},{r.I % 7},{r.Pick("if", "else", "while")},{r.Pick("true1", "false1")},{r.G}", "`return` ~ class * enum + int + (class | record)"),
        Of("mañana.csv", "\uFEFFÄpfel,größe,性别,группа", r => $"{r.Y},{r.I % 7},{r.Pick("男", "女")},{r.G}", "Äpfel ~ größe + 性别 + (1 | группа)"),
        Of("semicolons.csv", "sep=;\r\n\r\nY;Arm;x;G", r => $"{r.Y.Replace('.', ',')};{r.Pick("Arm", "Y")};{r.X.Replace('.', ',')};{r.G}", "Y ~ x * Arm + (Arm | G)", "--sep", ";", "--decimal", ","),
        Of("tabs.csv", "y\tx\tarm\tok\tday\tg", r => $"{(r.I % 17 == 0 ? "NA" : r.Y)}\t{(r.I % 19 == 0 ? "." : r.I % 7)}\t{(r.I % 17 == 0 ? "rare" : r.I % 23 == 0 ? "NA" : r.Pick("a", "b"))}\t{(r.I % 5 == 0 ? "NA" : r.I % 2 == 0 ? "TRUE" : "FALSE")}\t{(r.I % 11 == 0 ? "" : "2024-01-1" + (r.I % 9))}\t{(r.I % 29 == 0 ? "NA" : r.G)}", "y ~ x + arm + ok + day + (1 | g)", "--sep", "tab", "--na-strings", "NA,."),
        Of("numbers.csv", "y,dose,lot,id", r => $"{r.Y},{r.Pick("0.5", "1", "2")},{1000 + (r.I % 4)},{100_000_000_000 + (r.I % 12)}", "y ~ dose + lot + (1 | id)", "--factor", "dose", "--factor", "lot"),
        Of("identifiers.csv", "y,visit,patient,site,lab,device", r => $"{r.Y},{9_007_199_254_740_992 + (r.I % 3)},{(r.I % 29 == 0 ? "" : 9_007_199_254_740_992 + (r.I % 12))},1000000000000000000000{r.I / 3 % 8},{(r.I % 7 == 0 ? "1e18" : 1_000_000_000_000_000_001 + (r.I % 7))},{9_007_199_254_740_992 + (2 * (r.I / 2 % 6))}.0", "y ~ factor(visit) + (1 | patient) + (1 | site) + (1 | lab) + (1 | device)"),
        Of("Trial.csv", "y,TrialModel,Row,TrialRow,Equals,Program,table,args,g", r => $"{r.Y},{r.I % 7},{r.Pick("TRUE", "FALSE")},{r.Pick("u", "v", "w")},{r.I / 3 % 2},{"kl"[r.I / 4 % 2]},{r.I / 2 % 5},{"mn"[r.I / 5 % 2]},{r.G}", "y ~ TrialModel + Row + TrialRow * Equals + Program + table + args + (1 | g)", "--factor", "Equals"),
        Of("empty.csv", ",y,nothing,x,x2,x2,g,note", r => $"{r.I},{r.Y},,{r.I % 7},1,2,{r.G},\"a \"\"quoted\"\"\n note\"", "y ~ x + (1 | g)"),
        Of("levels.csv", "y,f,h,g", r => $"{r.Y},{r.Pick("a b", "a-b", "a_b", "1st", "-1", "0.5", "+", "\"say \"\"é\"\"\"")},{r.Pick("<10", "10-20", ">20")},{r.G}", "y ~ f + h + (1 | g)"),
        Of("declared.csv", "y,dose,arm,o,g", r => $"{r.Y},{r.Pick("1.0", "2.0", "3")},{"bac"[r.I / 3 % 3]},{r.Pick("lo", "hi")},{r.G}", "y ~ dose + arm:dose + o + (1 | g)", "--levels", "dose=1,2,3", "--levels", "arm=c,a,b,unused", "--ordered", "o=lo,hi", "--contrasts", "dose=sum"),
        Of("binomial.csv", "s,n,period,herd", r => $"{r.Draw(4 + (r.I % 7))},{4 + (r.I % 7)},{1 + (r.I % 4)},{r.I % 12}", "cbind(s, n - s) ~ period + (1 | herd)", "--family", "binomial", "--factor", "period", "--agq", "5"),
        Of("Family.csv", "Link,x,Family,g", r => $"{(r.Draw(1) == 0 ? "no" : "yes")},{r.I % 7},{r.Pick("p", "q")},{r.G}", "Link ~ x + Family + (1 | g)", "--family", "binomial", "--link", "probit", "--prior-sd", "2.5"),
        Of("counts.csv", "count,exposure,arm,site", r => $"{r.Draw(6)},{1 + (r.I % 5)},{r.Pick("a", "b")},{r.G}", "count ~ arm + offset(log(exposure)) + (1 | site)", "--family", "poisson"),
        Of("weights.csv", "y,w,arm,o,school,class", r => $"{r.Y},{1 + (r.I % 3)},{r.Pick("a", "b")},{r.X},s{r.I % 5},{r.I / 5 % 4}", "log(y + 20) ~ arm + factor(w) + poly(o, 2) + (1 | school/class)", "--weights", "w", "--offset", "o", "--ml"),
        Of("zeros.csv", "n,mined,site,cover", r => $"{r.Draw(2) * r.Draw(8)},{r.Pick("yes", "no")},{r.G},{r.X}", "n ~ mined + cover + (1 | site)", "--family", "nbinom2", "--zi", "~ mined", "--disp", "~ cover"),
        Of("ratings.csv", "rating,temp,judge", r => $"{1 + Math.Min(4, r.Draw(4) + (r.I % 2))},{r.Pick("cold", "warm")},{r.G}", "rating ~ temp + (1 | judge)", "--family", "cumulative", "--ordered", "rating=1,2,3,4,5"),
    ];

    private static ScaffoldCase Of(string file, string header, Func<Row, string> row, string formula, params string[] options)
    {
        var random = new Random(4);
        StringBuilder text = new StringBuilder(header).Append("\r\n");
        for (int i = 0; i < 120; i++)
        {
            text.Append(row(new Row(i, random))).Append("\r\n");
        }

        return new ScaffoldCase(file, text.ToString(), formula, options);
    }

    private sealed record Row(int I, Random Random)
    {
        public string G => "g" + (I % 12).ToString(CultureInfo.InvariantCulture);

        public string X => Random.NextDouble().ToString("F3", CultureInfo.InvariantCulture);

        /// <summary>Groups differ, and rows within them.</summary>
        public string Y => ((0.4 * (I % 12)) + (3 * Random.NextDouble()) + (I % 3)).ToString("F3", CultureInfo.InvariantCulture);

        public string Pick(params string[] texts) => texts[I % texts.Length];

        /// <summary>Successes among some, more in later groups.</summary>
        public int Draw(int of) => Enumerable.Range(0, of).Count(_ => Random.NextDouble() < 0.25 + (0.04 * (I % 12)));
    }
}
