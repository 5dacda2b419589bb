import java.io.File;
import java.util.*;
import org.apache.pdfbox.cos.*;
import org.apache.pdfbox.pdmodel.*;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.*;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDMarkedContent;
import org.apache.pdfbox.text.PDFMarkedContentExtractor;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** Reads the tags of each PDF of a folder with PDFBox, and prints a line for each fault against PDF/UA. */
public class Tags {
    static String file;
    static int heading;
    static int figures;

    static void fault(String s) { System.out.println(file + ": " + s); }

    public static void main(String[] args) throws Exception {
        File[] all = new File(args[0]).listFiles((d, n) -> n.endsWith(".pdf"));
        Arrays.sort(all);
        for (File f : all) {
            file = f.getName();
            try (PDDocument d = PDDocument.load(f)) { check(d); }
        }
        System.out.println("read " + all.length);
    }

    static void check(PDDocument d) throws Exception {
        PDDocumentCatalog c = d.getDocumentCatalog();
        if (c.getMarkInfo() == null || !c.getMarkInfo().isMarked()) fault("MarkInfo does not say that it is tagged");
        if (c.getLanguage() == null || c.getLanguage().isEmpty()) fault("no language");
        String title = d.getDocumentInformation().getTitle();
        if (title == null || title.isEmpty()) fault("no title");
        if (c.getViewerPreferences() == null || !c.getViewerPreferences().displayDocTitle()) fault("the title is not shown");
        String xmp = new String(c.getMetadata().toByteArray(), "UTF-8");
        if (!xmp.contains("<pdfuaid:part>1</pdfuaid:part>")) fault("XMP does not claim PDF/UA-1");
        PDStructureTreeRoot root = c.getStructureTreeRoot();
        if (root == null) { fault("no structure tree"); return; }
        Map<String, Set<Integer>> tagged = new HashMap<>();
        heading = 0;
        for (Object k : root.getKids()) walk((PDStructureElement) k, d, tagged, null);
        int n = 0;
        for (PDPage page : d.getPages()) {
            Set<Integer> have = tagged.getOrDefault(String.valueOf(n), new HashSet<>());
            PDFMarkedContentExtractor x = new PDFMarkedContentExtractor();
            x.setSuppressDuplicateOverlappingText(false);
            x.processPage(page);
            int texts = 0;
            for (PDMarkedContent m : x.getMarkedContents()) texts += content(m, have, n);
            Glyphs glyphs = new Glyphs();
            glyphs.setStartPage(n + 1);
            glyphs.setEndPage(n + 1);
            glyphs.getText(d);
            if (glyphs.n != texts) fault("page " + n + ": " + (glyphs.n - texts) + " glyphs stand in no marked content");
            if (texts == 0) fault("page " + n + " has no marked text");
            if (!"S".equals(page.getCOSObject().getNameAsString(COSName.getPDFName("Tabs")))) fault("page " + n + " has no order of tabs");
            n++;
        }
    }

    /** Counts every glyph of a page, marked or not. */
    static class Glyphs extends PDFTextStripper {
        int n;
        Glyphs() throws java.io.IOException { }
        @Override protected void processTextPosition(TextPosition t) { n++; }
    }

    static int content(PDMarkedContent m, Set<Integer> have, int page) {
        int texts = 0;
        for (Object o : m.getContents()) {
            if (o instanceof TextPosition) texts++;
            if (o instanceof PDMarkedContent) texts += content((PDMarkedContent) o, have, page);
        }
        if ("Artifact".equals(m.getTag())) return texts;
        if (m.getMCID() < 0) fault("page " + page + ": content " + m.getTag() + " belongs to no element");
        else if (!have.contains(m.getMCID())) fault("page " + page + ": mark " + m.getMCID() + " stands in no element");
        return texts;
    }

    static void walk(PDStructureElement e, PDDocument d, Map<String, Set<Integer>> tagged, String parent) {
        String s = e.getStructureType();
        if (s.matches("H[1-6]")) {
            int level = s.charAt(1) - '0';
            if (level > heading + 1) fault("a heading " + s + " follows H" + heading);
            heading = level;
        }
        List<String> want = null;
        switch (s) {
            case "LI": want = List.of("L"); break;
            case "Lbl": case "LBody": want = List.of("LI"); break;
            case "TR": want = List.of("Table", "THead", "TBody"); break;
            case "TH": case "TD": want = List.of("TR"); break;
            default:
        }
        if (want != null && !want.contains(parent)) fault(s + " stands in " + parent);
        if (s.equals("TH") && !scoped(e)) fault("a TH has no scope");
        if (s.equals("Table") && !holds(e, "TH")) fault("a table has no TH");
        if (s.equals("Figure") && (e.getAlternateDescription() == null || e.getAlternateDescription().isEmpty())) fault("a figure has no words");
        if (e.getKids().isEmpty() && !s.equals("TD")) fault("an empty " + s);
        for (Object k : e.getKids()) {
            if (k instanceof PDStructureElement) walk((PDStructureElement) k, d, tagged, s);
            else if (k instanceof PDMarkedContentReference) {
                PDMarkedContentReference r = (PDMarkedContentReference) k;
                tagged.computeIfAbsent(String.valueOf(d.getPages().indexOf(r.getPage())), x -> new HashSet<>()).add(r.getMCID());
            }
        }
    }

    static boolean scoped(PDStructureElement e) {
        COSBase a = e.getCOSObject().getDictionaryObject(COSName.A);
        return a instanceof COSDictionary && ((COSDictionary) a).getDictionaryObject(COSName.getPDFName("Scope")) != null;
    }

    static boolean holds(PDStructureElement e, String type) {
        for (Object k : e.getKids()) {
            if (k instanceof PDStructureElement && (((PDStructureElement) k).getStructureType().equals(type) || holds((PDStructureElement) k, type))) return true;
        }
        return false;
    }
}
